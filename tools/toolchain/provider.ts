import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goEnvironment, runGo } from "./go";

/** The release that the pins of pulumi-resource-kubernetes are; package.json has the same of @pulumi/kubernetes. */
export const kubernetesProviderVersion = "4.25.0";

const providerModule = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/**
 * Puts the provider module's schema and mapping, made compact, beside the main package in `dir` for go:embed. The
 * engine reads the provider's version from the schema, where a source tree has none.
 */
export async function embedProviderSchema(dir: string): Promise<void> {
  const find = ["mod", "download", "-json", providerModule];
  const { Dir: source } = JSON.parse(await runGo(find, dir, goEnvironment())) as { Dir: string };
  const read = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(source, "cmd/pulumi-resource-kubernetes", name), "utf8"));
  const write = (name: string, value: unknown) => writeFileSync(join(dir, name), JSON.stringify(value));
  write("schema.json", { ...read("schema.json"), version: kubernetesProviderVersion });
  write("terraform-mapping.json", read("terraform-mapping.json"));
}
