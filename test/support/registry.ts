import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort, listens } from "../../tools/local/ports";
import { startServer } from "../../tools/local/process";
import { type OnFinished, temporaryDir } from "./servers";

/** A real image registry on loopback. */
export interface TestRegistry {
  /** "127.0.0.1:port" */
  readonly host: string;
  /** Loses all images. */
  readonly clear: () => void;
}

/** Starts a docker-registry with storage of its own; `settings` are added to its configuration. */
export async function startTestRegistry(
  onFinished: OnFinished = onTestFinished,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<TestRegistry> {
  const dir = temporaryDir(onFinished);
  const port = await freePort();
  const [config, storage] = [join(dir, "config.yml"), join(dir, "storage")];
  const server = await startServer({
    command: "docker-registry",
    args: ["serve", writeConfig(config, storage, port, settings)],
    log: join(dir, "registry.log"),
    url: `http://127.0.0.1:${port}`,
    ready: () => listens(port),
  });
  onFinished(() => server.stop());
  return {
    host: `127.0.0.1:${port}`,
    clear: () => rmSync(join(storage, "docker"), { recursive: true }),
  };
}

/** YAML takes JSON. https://distribution.github.io/distribution/about/configuration/ */
function writeConfig(path: string, storage: string, port: number, settings: object): string {
  const config = {
    version: "0.1",
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: `127.0.0.1:${port}` },
    ...settings,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}
