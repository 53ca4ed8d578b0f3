import { randomUUID } from "node:crypto";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { type Finding, securityMonitoring } from "../../docs/examples/security-monitoring";
import { type Day, signInAnalytics } from "../../docs/examples/sign-in-analytics";
import { welcomeMail } from "../../docs/examples/welcome-mail";
import { ack, nak, type ReceivedEvent, term } from "../../service/consumer/src";
import { userLoggedIn, userLoggedOut, userRegistered } from "../../stream-config";
import { startMailServer } from "./smtp";

const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };
const signal = new AbortController().signal;

function registered(email: string): ReceivedEvent<"auth.user.registered"> {
  const data = { ...userRegistered.example, email };
  return { id: randomUUID(), type: "auth.user.registered", data, metadata, delivery: 1 };
}

function loggedIn(change: object): ReceivedEvent<"auth.user.logged_in"> {
  const data = { ...userLoggedIn.example, ...change };
  return { id: randomUUID(), type: "auth.user.logged_in", data, metadata, delivery: 1 };
}

function loggedOut(change: object): ReceivedEvent<"auth.user.logged_out"> {
  const data = { ...userLoggedOut.example, ...change };
  return { id: randomUUID(), type: "auth.user.logged_out", data, metadata, delivery: 1 };
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

test("security monitoring - remembers those who signed in last, so its memory is bounded", async () => {
  const findings: Finding[] = [];
  const signIn = securityMonitoring((finding) => findings.push(finding))["auth.user.logged_in"];
  for (let user = 0; user <= 10_000; user += 1) {
    await signIn?.(loggedIn({ userId: String(user), ip: "203.0.113.7" }), signal);
  }
  for (const userId of ["0", "10000"]) await signIn?.(loggedIn({ userId, ip: "198.51.100.1" }), signal);
  expect(findings).toMatchObject([{ userId: "10000" }]);
});

test("security monitoring - flags a session that ended because its refresh token was used again", async () => {
  const findings: Finding[] = [];
  const handlers = securityMonitoring((finding) => findings.push(finding));
  const { userId, sessionId } = userLoggedOut.example;
  await handlers["auth.user.logged_out"]?.(loggedOut({}), signal);
  await handlers["auth.user.logged_out"]?.(loggedOut({ reason: "refresh-token-reused" }), signal);
  expect(findings).toEqual([{ finding: "refresh token used again", userId, sessionId }]);
});
