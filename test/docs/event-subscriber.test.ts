import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { expect, onTestFinished, test } from "vitest";
import { type Finding, securityMonitoring } from "../../docs/examples/security-monitoring";
import { type Day, signInAnalytics } from "../../docs/examples/sign-in-analytics";
import { welcomeMail } from "../../docs/examples/welcome-mail";
import { ack, nak, type ReceivedEvent, term } from "../../service/consumer";
import { userLoggedIn, userRegistered } from "../../stream-config";
import { projectDir } from "../../tools/paths";
import { until } from "../service/support";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../support/servers";
import { startMailServer } from "./smtp";

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };

/** Runs the example as the consumer; it is ended after the test. */
function runExample(nats: TestNats, consumer: string, env: NodeJS.ProcessEnv) {
  const seedFile = join(temporaryDir(), "seed");
  writeFileSync(seedFile, nats.keys.nkeys[consumer]!.seed, { mode: 0o600 });
  const example = join(projectDir, "docs/examples/event-subscriber.ts");
  const child = spawn(process.execPath, ["--import", "tsx", example, consumer], {
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
  const example = runExample(nats, "notifications", { SMTP_URL: url });
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

const signal = new AbortController().signal;

function registered(email: string): ReceivedEvent<"auth.user.registered"> {
  const data = { ...userRegistered.example, email };
  return { id: randomUUID(), type: "auth.user.registered", data, metadata, delivery: 1 };
}

function loggedIn(change: object): ReceivedEvent<"auth.user.logged_in"> {
  const data = { ...userLoggedIn.example, ...change };
  return { id: randomUUID(), type: "auth.user.logged_in", data, metadata, delivery: 1 };
}

test("welcome mail - what the mail server refuses for good is given up, what can't be reached comes again", async () => {
  const { url } = await startMailServer();
  const send = (to: string, server: string) =>
    welcomeMail(createTransport(server))["auth.user.registered"]?.(registered(to), signal);
  expect(await send("test@example.com", url)).toEqual(ack);
  expect(await send("refused@example.com", url)).toEqual(
    term("the mail server refused the mail for good: 550"),
  );
  expect(await send("test@example.com", "smtp://127.0.0.1:1")).toEqual(nak(30_000));
});

test("sign-in analytics - counts registrations, sign-ins and users per day", async () => {
  const days: Day[] = [];
  const handlers = signInAnalytics((day) => days.push(day));
  await handlers["auth.user.registered"]?.(registered("a@example.com"), signal);
  const [today, tomorrow] = ["2026-11-24T23:59:59.000Z", "2026-11-25T00:00:00.000Z"];
  for (const [userId, timestamp] of [
    ["a", today],
    ["a", today],
    ["b", today],
    ["a", tomorrow],
  ]) {
    await handlers["auth.user.logged_in"]?.(loggedIn({ userId, timestamp }), signal);
  }
  expect(days.slice(-2)).toEqual([
    { day: "2026-11-24", registrations: 1, signIns: 3, users: 2 },
    { day: "2026-11-25", registrations: 0, signIns: 1, users: 1 },
  ]);
});

test("security monitoring - flags a sign-in from an address that the user did not come from before", async () => {
  const findings: Finding[] = [];
  const handlers = securityMonitoring((finding) => findings.push(finding));
  for (const ip of ["203.0.113.7", "203.0.113.7", "198.51.100.1", "203.0.113.7"]) {
    await handlers["auth.user.logged_in"]?.(loggedIn({ userId: "a", ip }), signal);
  }
  await handlers["auth.user.logged_in"]?.(loggedIn({ userId: "b", ip: "192.0.2.1" }), signal);
  expect(findings).toEqual([{ finding: "sign-in from a new address", userId: "a", ip: "198.51.100.1" }]);
});
