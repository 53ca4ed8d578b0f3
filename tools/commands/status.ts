import { address } from "../cluster/layout";
import { clusterStatus, type ProcessStatus } from "../cluster/status";
import { main } from "../lib/main";
import { findProblems, readPodLog } from "../stack/pods";
import { kubectl } from "../stack/pulumi";
import { readTarget, type Target } from "../stack/target";

/**
 * Prints each process of the node and each pod of the stack; exits with 1 when one of them does not run, when a pod is
 * not ready or when a roll-out is not over.
 */
main(async () => {
  const target = readTarget();
  const processes = target.kind === "node" ? await clusterStatus() : [];
  for (const status of processes) console.log(describe(status));
  const runs = processes.every(({ state }) => state.kind === "running");
  const problems = runs ? await printPods(target) : ["`make up` starts what does not run."];
  if (problems.length > 0) console.log(`\n${problems.join("\n")}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
});

function describe({ name, state, listens }: ProcessStatus): string {
  const where = listens.map(address).join(" ");
  switch (state.kind) {
    case "running":
      return `${name.padEnd(24)} running      pid ${String(state.pid).padEnd(8)} ${where}`.trimEnd();
    case "died":
      return `${name.padEnd(24)} died         its log: ${state.log}`;
    case "not started":
      return `${name.padEnd(24)} not started`;
  }
}

/** Prints the pods as kubectl lists them, and returns what is wrong with them. */
async function printPods(target: Target): Promise<string[]> {
  const inStack = (...args: string[]) => kubectl(target, [...args, "-n", "auth-stack"]);
  console.log(`\n${await inStack("get", "pods", "-o", "wide")}`);
  const { items } = JSON.parse(await inStack("get", "pods,deployments,statefulsets", "-o", "json"));
  return findProblems(items, readPodLog(target));
}
