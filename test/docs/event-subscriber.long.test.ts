import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { userRegistered } from "../../stream-config";
import { projectDir } from "../../tools/lib/paths";
import { typeScript } from "../../tools/lib/typescript";
import { until } from "../service/support";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../support/servers";
import { startMailServer } from "./smtp";

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };

/** Runs the example as the consumer, with this work; it is ended after the test. */
function runExample(nats: TestNats, consumer: string, work: string, env: NodeJS.ProcessEnv) {
  const seedFile = join(temporaryDir(), "seed");
  writeFileSync(seedFile, nats.keys.nkeys[consumer]!.seed, { mode: 0o600 });
  const example = join(projectDir, "docs/examples/event-subscriber.ts");
  const child = spawn(process.execPath, [...typeScript, example, consumer, work], {
    env: { ...process.env, ...env, NATS_URL: nats.url, NATS_SEED_FILE: seedFile },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { stop: () => child.kill("SIGTERM"), ended };
}

test("event-subscriber - welcomes each new user once, acknowledges, and ends in order", async () => {
  const nats = await startTestNats();
  await declareStreams(nats);
  const { url, mails } = await startMailServer();
  const publisher = await nats.connectAs("auth-service");
  const body = JSON.stringify({ subject: userRegistered.subject, data: userRegistered.example, metadata });
  await publisher.jetstream().publish(userRegistered.subject, body, { msgID: "event-1" });
  const example = runExample(nats, "notifications", "welcome-mail", { SMTP_URL: url });
  await until(() => mails.length === 1);
  expect(mails[0]).toContain("Message-ID: <event-1@example.com>");
  expect(mails[0]).toContain("To: Test User <test@example.com>");
  const observer = await nats.connectAs("observer");
  await until(async () => {
    const info = await observer.request("AUTHJS.CONSUMER.INFO.auth-events.notifications");
    return info.json<{ ack_floor: { stream_seq: number } }>().ack_floor.stream_seq === 1;
  });
  example.stop();
  expect(await example.ended).toEqual([0, null]);
  expect(mails).toHaveLength(1);
});
