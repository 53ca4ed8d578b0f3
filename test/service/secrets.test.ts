import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createLoggers } from "../../service/src/log";
import { createRefreshToken, encodeRefreshToken } from "../../service/src/tokens/refresh-token";
import { continueTrace, formatTraceparent } from "../../service/src/tracing";
import { declareStreams, startTestNats } from "../support/servers";
import { publishedSecrets } from "./published";
import {
  bearer,
  eventsOf,
  newUser,
  openSession,
  post,
  readEvents,
  shareStack,
  startApp,
  until,
} from "./support";

const stack = shareStack();

test("secrets - neither events nor logs hold a password, a hash or a token", async () => {
  const logs: string[] = [];
  const logDestination = { write: (line: string) => void logs.push(line) };
  const { app } = await startApp({ ...stack.config, logLevel: "trace" }, undefined, { logDestination });
  const events = await readEvents(stack.nats);
  const user = { email: "secrets@example.com", password: "hunter2-hunter2", name: "Secret Keeper" };
  const session = await openSession(app, user);
  const next = (await post(app, "/auth/refresh", { refreshToken: session.refreshToken })).json();
  await post(app, "/auth/login", { email: user.email, password: "wrong-wrong-wrong" });
  const newPassword = "hunter3-hunter3";
  const passwords = { currentPassword: user.password, newPassword };
  const renewed = (await post(app, "/auth/password", passwords, bearer(next.accessToken))).json();
  await post(app, "/auth/logout", {}, bearer(renewed.accessToken));
  await until(() => eventsOf(events, session.userId).length === 4);
  const everything = JSON.stringify(events) + logs.join("");
  const secrets = [
    user.password,
    newPassword,
    "wrong-wrong-wrong",
    "$argon2id",
    session.accessToken,
    session.refreshToken,
    next.accessToken,
    next.refreshToken,
    renewed.accessToken,
    renewed.refreshToken,
    stack.keys.redisPassword,
    stack.keys.nkeys["auth-service"]!.seed,
    stack.config.tokens.signingKeys[0]!.d,
  ];
  for (const secret of secrets) expect(everything).not.toContain(secret);
  expect(logs.join("")).not.toContain(user.email);
});

test("secrets - every event of every test is searched for them, and they would be found", async () => {
  const nats = await startTestNats();
  await declareStreams(nats);
  const publisher = (await nats.connectAs("auth-service")).jetstream();
  const store = async (content: object) =>
    void (await publisher.publish("auth.user.registered", JSON.stringify(content)));
  await store({
    id: randomUUID(),
    traceparent: formatTraceparent(continueTrace(undefined)),
    name: "x".repeat(100),
  });
  expect(publishedSecrets(nats)).toEqual([]);
  await store({ refreshToken: encodeRefreshToken(createRefreshToken(randomUUID())) });
  expect(publishedSecrets(nats)).toEqual(["a field for a secret", "a refresh token, a key or a hash"]);
  await store({ name: newUser().password, other: "$argon2id$v=19", more: "eyJhbGciOiJFZERTQSJ9.e30.c2ln" });
  expect(publishedSecrets(nats)).toHaveLength(5);
});

test("secrets - the logger redacts them wherever they are put", () => {
  const lines: string[] = [];
  const { log } = createLoggers("info", { write: (line) => void lines.push(line) });
  const secret = "hidden";
  log.info({ password: secret, body: { refreshToken: secret }, req: { headers: { authorization: secret } } });
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: "info",
    password: "[redacted]",
    body: { refreshToken: "[redacted]" },
    req: { headers: { authorization: "[redacted]" } },
  });
});
