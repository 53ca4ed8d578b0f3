import { dirname, join } from "node:path";
import type { Outcome } from "../lib/steps";
import type { ToolName } from "./modules";
import { kubernetesProviderVersion } from "./provider";
import { ensureLink, isKept, linkTarget, toolLink } from "./store";

/**
 * Puts the language host and the Kubernetes provider where our `pulumi` finds them without a warning: the host beside
 * the binary, the provider in the plugin folder of `pulumiHome`. A `pulumi` from PATH gets its plugins itself.
 */
export function installPlugins(pulumiHome: string): Outcome {
  const pulumi = binaryOf("pulumi");
  if (!isKept(pulumi)) return "unchanged";
  const provider = `plugins/resource-kubernetes-v${kubernetesProviderVersion}/pulumi-resource-kubernetes`;
  const outcomes = [
    ensureLink(join(dirname(pulumi), "pulumi-language-nodejs"), binaryOf("pulumi-language-nodejs")),
    ensureLink(join(pulumiHome, provider), binaryOf("pulumi-resource-kubernetes")),
  ];
  return outcomes.includes("changed") ? "changed" : "unchanged";
}

/** Environment that `pulumi` runs in: its own home, no calls to the outside that ours has no use for. */
export function pulumiEnvironment(pulumiHome: string): Record<string, string> {
  const quiet = { PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
  if (!isKept(binaryOf("pulumi"))) return quiet;
  // It would warn about plugins that it finds on PATH as well, where our links to them may be.
  return {
    ...quiet,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
  };
}

function binaryOf(tool: ToolName): string {
  const binary = linkTarget(toolLink(tool));
  if (binary === undefined) throw new Error(`ensureTools has not been asked for ${tool}`);
  return binary;
}
