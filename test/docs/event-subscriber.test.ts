import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { connectionSettings, notificationsUser } from "../../stream-config";
import { projectDir } from "../../tools/paths";
import { declareStreams, startTestNats, temporaryDir } from "../support/servers";

test("event-subscriber - prints each event once and acknowledges it", async () => {
  const nats = await startTestNats();
  await declareStreams(nats);
  const { inboxPrefix, apiPrefix } = connectionSettings(notificationsUser);
  const seedFile = join(temporaryDir(), "seed");
  writeFileSync(seedFile, nats.keys.nkeys.notifications!.seed, { mode: 0o600 });
  const example = join(projectDir, "docs/examples/event-subscriber.ts");
  const subscriber = spawn(process.execPath, ["--import", "tsx", example, "notifications"], {
    env: {
      ...process.env,
      NATS_URL: nats.url,
      NATS_SEED_FILE: seedFile,
      NATS_INBOX_PREFIX: inboxPrefix,
      NATS_API_PREFIX: apiPrefix,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(subscriber, "close");
  onTestFinished(async () => {
    subscriber.kill("SIGKILL");
    await ended;
  });

  const publisher = await nats.connectAs("auth-service");
  const envelope = { subject: "auth.user.registered", data: { userId: "1" }, metadata: {} };
  const body = JSON.stringify(envelope);
  await publisher.jetstream().publish(envelope.subject, body, { msgID: "event-1" });
  await publisher.jetstream().publish(envelope.subject, body, { msgID: "event-2" });

  const lines: unknown[] = [];
  for await (const line of createInterface({ input: subscriber.stdout })) {
    if (lines.push(JSON.parse(line)) === 2) break;
  }
  expect(lines).toEqual([
    { id: "event-1", subject: envelope.subject, data: envelope.data },
    { id: "event-2", subject: envelope.subject, data: envelope.data },
  ]);
  const observer = await nats.connectAs("observer");
  const pending = async () => {
    const info = await observer.request("AUTHJS.CONSUMER.INFO.auth-events.notifications");
    return info.json<{ num_ack_pending: number }>().num_ack_pending;
  };
  await expect.poll(pending).toBe(0);
});
