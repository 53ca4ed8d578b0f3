import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { typeScript } from "../../lib/typescript";
import { readTarget } from "../../stack/target";
import { wayToDev } from "./on-dev";
import { wayToStack } from "./on-stack";
import { openPrivateDir } from "./private-dir";
import { consumingUser } from "./user";
import type { Way } from "./way";

/** Prints what a user's durable delivers, by the example subscriber, until Ctrl-C. DEV=1 reads from `make dev`. */
main(async () => {
  const user = consumingUser(process.argv[2] ?? "");
  const interrupted = untilInterrupted();
  const files = openPrivateDir();
  try {
    const { DEV: dev } = process.env;
    const way = dev ? await wayToDev(user, process.env) : await wayToStack(readTarget(), user, files);
    await runSubscriber(user, way, interrupted).finally(way.close);
  } finally {
    files.remove();
  }
});

/** Resolves when we are told to end. Until then nothing ends us half-way. */
function untilInterrupted(): Promise<unknown> {
  return Promise.race((["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => once(process, signal)));
}

/** Runs it to its end; the interruption lets it finish what it has in work. Throws UserError when it fails. */
async function runSubscriber(user: string, { env }: Way, interrupted: Promise<unknown>): Promise<void> {
  console.error(`Reading as ${user}, which its service will not get again; Ctrl-C ends it.`);
  const example = join(projectDir, "docs/examples/event-subscriber.ts");
  const child = spawn(process.execPath, [...typeScript, example, user], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = endOf(child);
  const end = await Promise.race([ended, interrupted.then(() => "interrupted" as const)]);
  if (end !== "interrupted")
    throw new UserError(`The subscriber has ended: ${end}`, "Its output above says why.");
  child.kill();
  await ended;
}

async function endOf(child: ChildProcess): Promise<string> {
  const [status, signal] = await once(child, "close");
  return signal === null ? `status ${status}` : signal;
}
