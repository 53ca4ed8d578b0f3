import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { coldBuildMinutes } from "../../bench/cold-build";
import { devReadySeconds } from "../../bench/dev";
import { reviewSeconds } from "../../bench/review";
import { clusterMemory } from "../../cluster/memory";
import { UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { localStack, pulumi } from "../../stack/pulumi";
import { readTarget, type Target } from "../../stack/target";
import { bringUp } from "../../up";
import { takeDown } from "../../up/take-down";

/** One figure, and what it should be at most. */
interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "MiB" | "min";
  readonly target: number;
}

/** Measures what the README promises. Takes the local cluster down and up again. COLD=1 adds the toolchain build. */
main(async () => {
  const target = readTarget();
  if (target.kind !== "node") {
    throw new UserError(
      "CLUSTER=current can't be measured",
      "`make bench` starts and stops the cluster; leave CLUSTER out.",
    );
  }
  const results = await measureAll(target);
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? "unknown", node: process.version };
  writeFileSync(join(projectDir, "bench-results.json"), `${JSON.stringify({ machine, results }, null, 2)}\n`);
  console.log(`\n${machine.cores} × ${machine.cpu}`);
  for (const { name, value, unit, target } of results) {
    console.log(
      `  ${value.toFixed(1).padStart(8)} ${unit.padEnd(3)} ${name} (target: at most ${target} ${unit})`,
    );
  }
  console.log("Also in bench-results.json.");
});

async function measureAll(target: Target): Promise<Measured[]> {
  await bringUp(target);
  await takeDown(target, console.log);
  const up = await seconds(() => bringUp(target));
  const unchanged = await seconds(() =>
    pulumi(target, ["up", "--stack", localStack, "--yes", "--skip-preview"]),
  );
  // Start-up garbage is collected and caches are filled.
  await sleep(30_000);
  const review = await reviewSeconds();
  const results: Measured[] = [
    { name: "warm make up, from nothing running", value: up, unit: "s", target: 150 },
    { name: "pulumi up without changes", value: unchanged, unit: "s", target: 15 },
    { name: "memory of the whole stack", value: await clusterMemory(), unit: "MiB", target: 3 * 1024 },
    { name: "make dev until ready", value: await devReadySeconds(), unit: "s", target: 5 },
    { name: "review of this contract", value: review.own, unit: "s", target: 2 },
    { name: "review of a large contract", value: review.large, unit: "s", target: 5 },
  ];
  if (process.env.COLD !== "1") return results;
  return [
    ...results,
    { name: "cold toolchain build", value: await coldBuildMinutes(), unit: "min", target: 30 },
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = Date.now();
  await work();
  return (Date.now() - started) / 1000;
}
