import { existsSync } from "node:fs";
import { UserError } from "../lib/errors";
import type { Outcome } from "../lib/steps";
import { kubectl } from "../stack/pulumi";
import type { Target } from "../stack/target";

/** Makes sure that a cluster answers for the current kube context. Throws UserError. */
export async function checkCluster(target: Target): Promise<Outcome> {
  const [first = ""] = target.kubeconfig.split(":");
  if (!existsSync(first)) throw noCluster(`${first} does not exist`);
  await kubectl(target, ["get", "--raw", "/readyz", "--request-timeout=10s"]).catch((error: unknown) => {
    throw noCluster(error instanceof Error ? error.message : String(error));
  });
  return "unchanged";
}

function noCluster(reason: string): UserError {
  return new UserError(
    `No cluster answers for the current kube context: ${reason}`,
    "Choose one that works with `kubectl config use-context`, or leave CLUSTER out to start a node here.",
  );
}
