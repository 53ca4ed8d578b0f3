import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { clusterTools, ensureCluster, ensureRegistry } from "../cluster/up";
import { withLock } from "../lib/lock";
import { logDir } from "../lib/paths";
import { type StepResult, Steps } from "../lib/steps";
import type { Target } from "../stack/target";
import { ensureTools, type ToolName } from "../toolchain";
import { checkCluster } from "./check-cluster";
import { ensureStackImages } from "./images";
import { type Proof, proveEvent } from "./proof";
import { bringUpStack } from "./stack";
import { demandSame, readTree } from "./tree";

/** What `bringUp` did. */
export interface BroughtUp {
  readonly steps: readonly StepResult[];
  readonly proof: Proof;
}

/** Brings the whole stack up on the target, from whatever is there, and proves that it works. Throws UserError. */
export function bringUp(target: Target): Promise<BroughtUp> {
  mkdirSync(logDir, { recursive: true });
  return withLock("up", "bringing the stack up", console.log, () => runAll(target));
}

async function runAll(target: Target): Promise<BroughtUp> {
  const onNode = target.kind === "node";
  const steps = new Steps(onNode ? 6 : 5, join(logDir, "up.log"));
  await steps.run("Toolchain", (report, note) => ensureTools(onNode ? nodeTools : stackTools, report, note));
  if (onNode) await steps.run("Image registry", ensureRegistry);
  else await steps.run("Cluster of the current context", () => checkCluster(target));
  const tree = readTree();
  const { images } = await steps.run("Images", (report) => ensureStackImages(target, report));
  if (onNode) await steps.run("One-node Kubernetes", ensureCluster);
  demandSame(tree, "Nothing was deployed: images and program would be of different states.");
  await steps.run("Stack: pulumi up", (report) => bringUpStack(target, images, report));
  demandSame(tree, "What `pulumi up` deployed may be partly the old state and partly the new.");
  const proof = await steps.run("Proof: a registration's event, read back from the stream", () =>
    proveEvent(target),
  );
  return { steps: steps.results, proof };
}

/** What brings a stack up on a cluster that is there. */
export const stackTools: readonly ToolName[] = [
  "kubectl",
  "pulumi",
  "pulumi-language-nodejs",
  "pulumi-resource-kubernetes",
];

/** What brings a stack up on a node that we start, in images that we build. */
export const nodeTools: readonly ToolName[] = [...stackTools, ...clusterTools, "nats-server", "pause"];
