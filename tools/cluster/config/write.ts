import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { readIfThere, writeAtomically } from "../../lib/files";
import { address, dirs, endpoints } from "../layout";
import { renderCni, renderContainerd, renderRegistryHost } from "./containerd";
import { renderCorefile } from "./coredns";
import { renderKubelet } from "./kubelet";
import { renderProxy } from "./proxy";
import { renderRegistry } from "./registry";

/** Where each configuration file is. */
export const configFiles = {
  containerd: join(dirs.config, "containerd.toml"),
  registryHost: join(dirs.config, "registries", address(endpoints.registry), "hosts.toml"),
  cni: join(dirs.cni, "net.d/auth-stack.conflist"),
  kubelet: join(dirs.config, "kubelet.json"),
  proxy: join(dirs.config, "kube-proxy.json"),
  coredns: join(dirs.config, "Corefile"),
  registry: join(dirs.config, "registry.json"),
  forward: join(dirs.forward, "forward.js"),
  forwardApi: join(dirs.forward, "api.js"),
} as const;

/** Writes all configuration files but the registry's; files that are right already are left alone. */
export function writeConfigFiles(): void {
  put(configFiles.containerd, renderContainerd());
  put(configFiles.registryHost, renderRegistryHost());
  put(configFiles.cni, renderCni());
  put(configFiles.kubelet, renderKubelet());
  put(configFiles.proxy, renderProxy());
  put(configFiles.coredns, renderCorefile());
  put(configFiles.forward, compile("forward.ts"));
  put(configFiles.forwardApi, compile("api.ts"));
}

/** Writes the registry's configuration file and makes its storage. */
export function writeRegistryConfig(): void {
  mkdirSync(dirs.registry, { recursive: true });
  put(configFiles.registry, renderRegistry());
}

function put(path: string, text: string): void {
  if (readIfThere(path) !== text) writeAtomically(path, text);
}

/** The forward outlives the command and the checkout, and must be small: it runs without a TypeScript loader. */
function compile(file: string): string {
  const source = readFileSync(join(__dirname, "..", file), "utf8");
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  return transpileModule(source, { compilerOptions }).outputText;
}
