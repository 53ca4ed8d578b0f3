import { existsSync } from "node:fs";
import type { Settings } from "../../infra/provider/stack/rules";
import { serviceUrl } from "../cluster/layout";
import type { Outcome, Report } from "../lib/steps";
import { kubectl, localStack, localStackFile, preparePulumi, pulumi } from "../stack/pulumi";
import type { Target } from "../stack/target";
import { clearUpAfterKill } from "./after-kill";
import { recordedSettings } from "./recorded";
import { reportTrouble } from "./trouble";

/** Images of the stack by digest. */
export interface StackImages {
  readonly nats: string;
  readonly redis: string;
  readonly authService: string;
}

/** Configures stack `local` for the target and runs `pulumi up` on it. Throws UserError. */
export async function bringUpStack(target: Target, images: StackImages, report: Report): Promise<Outcome> {
  preparePulumi(target);
  await clearUpAfterKill(target.pulumiDir);
  const isNewCheckout = !existsSync(localStackFile);
  await pulumi(target, ["stack", "select", localStack, "--create"]);
  const recorded = isNewCheckout ? await readRecorded(target) : {};
  const values = settings(target, images, recorded);
  await pulumi(target, ["config", "set-all", "--stack", localStack, "--path", ...values]);
  const up = pulumi(target, ["up", "--stack", localStack, "--yes", "--skip-preview"], {
    onLine: (line) => describeProgress(line, report),
  });
  const output = await reportTrouble(target, report, up);
  for (const workload of workloads) await waitForRollout(target, workload, report);
  return changedAnything(output) ? "changed" : "unchanged";
}

const workloads = ["statefulset/nats", "statefulset/redis", "deployment/auth-service"];

/** Pulumi reports a changed StatefulSet as done before its pods have been replaced. */
async function waitForRollout(target: Target, workload: string, report: Report): Promise<void> {
  const args = ["rollout", "status", workload, "-n", "auth-stack", "--timeout=300s"];
  await kubectl(target, args, { onLine: (line) => line.startsWith("Waiting") && report(line) });
}

/** A stack that another checkout brought up keeps the settings that may not fall behind, such as its keys' generations. */
async function readRecorded(target: Target): Promise<Settings> {
  return recordedSettings(await pulumi(target, ["stack", "export", "--stack", localStack], { log: "none" }));
}

function settings({ storageClass }: Target, images: StackImages, recorded: Settings): string[] {
  const values = {
    ...recorded,
    environment: "local",
    "nats.image": images.nats,
    "nats.onDestroy": "delete",
    "redis.image": images.redis,
    "redis.onDestroy": "delete",
    "authService.image": images.authService,
    "authService.issuer": serviceUrl,
    "authService.passwordBlocklist": "false",
    // Everything on the one-node cluster comes from the same address.
    "authService.registrationsPerHour": "100000",
    ...(storageClass !== undefined && {
      "nats.storageClass": storageClass,
      "redis.storageClass": storageClass,
    }),
  };
  return Object.entries(values).flatMap(([key, value]) => ["--plaintext", `auth-stack:${key}=${value}`]);
}

/** A line such as ` +  kubernetes:apps/v1:StatefulSet nats created (12s)`. */
const progressLine = /^\s*\S+\s+(\S+):(\S+) (\S+) (created|updated|deleted|replaced)\b/;

function describeProgress(line: string, report: Report): void {
  const [, , type = "", name = "", what = ""] = progressLine.exec(line) ?? [];
  if (name !== "") report(`${type} ${name} ${what}`);
}

/** The summary names what changed; "unchanged" stands alone when nothing did. */
export function changedAnything(output: string): boolean {
  const summary = output.slice(output.lastIndexOf("\nResources:"));
  return /^\s+[+~-]+ ?\d+ (created|updated|deleted|replaced)/m.test(summary);
}
