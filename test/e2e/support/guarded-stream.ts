import { rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../tools/lib/run";
import { stackEnvironment } from "../../../tools/stack/pulumi";
import { toolPath } from "../../../tools/toolchain";
import { type OnFinished, startTestNats, type TestNats } from "../../support/servers";
import { target } from "./stack";

/** A program with one stream, run by the real pulumi against a server of the test's own. */
export interface GuardedStream {
  readonly nats: TestNats;
  /** Runs pulumi on the program; `settings` are its environment. Its failure holds all of its output. */
  readonly pulumi: (args: readonly string[], settings?: Readonly<Record<string, string>>) => Promise<string>;
  readonly up: readonly string[];
  readonly preview: readonly string[];
  readonly destroy: readonly string[];
}

const program = join(__dirname, "../fixtures/guarded-stream");

/** Starts the server and makes an empty stack of this name, which is removed afterwards. */
export async function startGuardedStream(stack: string, finished: OnFinished): Promise<GuardedStream> {
  const nats = await startTestNats({}, finished);
  const { "stream-admin": admin, "stream-backup": backup } = nats.keys.nkeys;
  const seeds = { NATS_SEED: admin?.seed ?? "", NATS_BACKUP_SEED: backup?.seed ?? "" };
  const pulumi: GuardedStream["pulumi"] = (args, settings = {}) =>
    run(toolPath("pulumi"), [...args, "--stack", stack, "--non-interactive", "--color", "never"], {
      cwd: program,
      env: { ...stackEnvironment(target), NATS_URL: nats.url, ...seeds, ...settings },
      explain: (output) => output,
    });
  finished(async () => {
    await pulumi(["stack", "rm", "--force", "--yes"]);
    rmSync(join(program, `Pulumi.${stack}.yaml`), { force: true });
  });
  await pulumi(["stack", "select", "--create"]);
  const unasked = ["--yes", "--skip-preview"];
  return { nats, pulumi, up: ["up", ...unasked], preview: ["preview"], destroy: ["destroy", ...unasked] };
}
