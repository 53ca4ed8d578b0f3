import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { userRegistered } from "../../../../stream-config";
import { secretFiles } from "../../../../tools/commands/dev/secrets";
import { writeAtomically } from "../../../../tools/lib/files";
import { projectDir } from "../../../../tools/lib/paths";
import { typeScript } from "../../../../tools/lib/typescript";
import { until } from "../../../service/support";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../../../support/servers";
import { issueNatsTls } from "../../../support/stack-tls";
import { startStackApi } from "./stack-api";

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };

/** The command as a process of its own, which knows no stack but what `env` says. */
function consume(user: string, env: NodeJS.ProcessEnv) {
  const temporary = temporaryDir();
  const command = join(projectDir, "tools/commands/consume/index.ts");
  const child = spawn(process.execPath, [...typeScript, command, user], {
    env: { ...process.env, XDG_STATE_HOME: temporaryDir(), CLUSTER: "", DEV: "", ...env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text));
  const ended = once(child, "close").then(([status]) => status as number | null);
  onTestFinished(() => end(child));
  const printed = (text: string) =>
    until(() => {
      if (child.exitCode !== null) throw new Error(`it ended without printing "${text}":\n${output}`);
      return output.includes(text);
    }, 60);
  return { child, temporary, output: () => output, printed, ended };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "close");
}

/** Publishes a registration, and returns the event's id. */
async function publish(nats: TestNats): Promise<string> {
  await declareStreams(nats);
  const publisher = await nats.connectAs("auth-service");
  const body = JSON.stringify({ subject: userRegistered.subject, data: userRegistered.example, metadata });
  await publisher.jetstream().publish(userRegistered.subject, body, { msgID: "event-1" });
  return "event-1";
}

/** NATS with a certificate of a stack's, and the environment in which its Secret is found. */
async function startStack() {
  const dir = temporaryDir();
  const tls = await issueNatsTls(dir);
  const server = await startTestNats({ tls });
  const trust = { tls: { caFile: tls.ca } };
  const nats: TestNats = {
    ...server,
    connectAs: (user, more) => server.connectAs(user, { ...trust, ...more }),
  };
  const ca = readFileSync(tls.ca, "utf8");
  const secrets = Object.fromEntries(
    Object.entries(nats.keys.nkeys).map(([user, { seed }]) => [`nats-user-${user}`, { seed, "ca.crt": ca }]),
  );
  const kubeconfig = await startStackApi(
    { secrets, natsPort: Number(new URL(nats.url).port) },
    onTestFinished,
  );
  writeFileSync(join(dir, "kubeconfig"), kubeconfig);
  return { nats, env: { CLUSTER: "current", KUBECONFIG: join(dir, "kubeconfig") } };
}

/** Every folder and file below, with its mode. */
function modesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" }).map(
    (path) =>
      `${path.replace(/^auth-stack-\w+/, "DIR")} ${(statSync(join(dir, path)).mode & 0o777).toString(8)}`,
  );
}

test("consume - reads over the Kubernetes API as the user, and leaves no file of its Secret", async () => {
  const { nats, env } = await startStack();
  const id = await publish(nats);
  const run = consume("notifications", env);
  await run.printed(`auth.user.registered ${id}`);
  expect(run.output()).toContain(userRegistered.example.email);
  expect(run.output()).not.toContain(nats.keys.nkeys.notifications!.seed);
  expect(modesOf(run.temporary).sort()).toEqual(["DIR 700", "DIR/ca.crt 600", "DIR/seed 600"]);
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(readdirSync(run.temporary)).toEqual([]);
  const observer = await nats.connectAs("observer");
  const info = await observer.request("AUTHJS.CONSUMER.INFO.auth-events.notifications");
  expect(info.json<{ ack_floor: object }>().ack_floor).toMatchObject({ stream_seq: 1 });
});

test("consume - reads from `make dev` with DEV=1", async () => {
  const nats = await startTestNats();
  const id = await publish(nats);
  const state = temporaryDir();
  const { seed } = secretFiles(join(state, "auth-stack/dev"));
  writeAtomically(seed("analytics"), nats.keys.nkeys.analytics!.seed);
  const env = { DEV: "1", NATS_PORT: new URL(nats.url).port, XDG_STATE_HOME: state };
  const run = consume("analytics", env);
  await run.printed(`auth.user.registered ${id}`);
  run.child.kill("SIGTERM");
  expect(await run.ended).toBe(0);
  expect(readdirSync(run.temporary)).toEqual([]);
  const other = consume("notifications", env);
  expect(await other.ended).toBe(1);
  expect(other.output()).toMatch(/has no key of notifications\n.*start it again/);
});
