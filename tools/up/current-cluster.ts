import type { V1NodeList } from "@kubernetes/client-node";
import { type KubeContext, localClusterOf } from "../images/clusters/local";
import type { ForeignCluster } from "../images/for-cluster";
import { kubectl } from "../stack/pulumi";
import type { Target } from "../stack/target";

/** What of the current context's cluster decides how images get there. Throws UserError. */
export async function readCluster(target: Target): Promise<ForeignCluster> {
  const config = await kubectl(target, ["config", "view", "--minify", "--output", "json"]);
  const context = contextIn(config);
  const nodes: V1NodeList = JSON.parse(await kubectl(target, ["get", "nodes", "--output", "json"]));
  return {
    context: context.name,
    local: localClusterOf(context),
    nodes: nodes.items.map(({ status }) => ({
      architecture: status?.nodeInfo?.architecture ?? "",
      images: status?.images?.flatMap(({ names }) => names ?? []) ?? [],
    })),
  };
}

interface KubectlConfig {
  readonly "current-context": string;
  readonly contexts: readonly {
    readonly context: {
      readonly extensions?: readonly { readonly extension?: { readonly provider?: string } }[];
    };
  }[];
}

/** The one context in what `kubectl config view --minify -o json` prints. */
export function contextIn(config: string): KubeContext {
  const { "current-context": name, contexts }: KubectlConfig = JSON.parse(config);
  const extensions = contexts.flatMap(({ context }) => context.extensions ?? []);
  return { name, providers: extensions.flatMap(({ extension }) => extension?.provider ?? []) };
}
