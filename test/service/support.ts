import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { limitsFor } from "../../service/src/admission/limits";
import { buildApp, type Dependencies } from "../../service/src/app";
import type { Config } from "../../service/src/config";
import { leastParameters } from "../../service/src/passwords/parameters";
import type { passwordQueue } from "../../service/src/passwords/password-hasher";
import { keys } from "../../service/src/store/keys";
import type { NewSession } from "../../service/src/store/sessions";
import { authEvents, contract, type EventEnvelope, importedApiPrefix } from "../../stream-config";
import { parseServiceContract, renderServiceContract } from "../../stream-config/environment";
import { createLocalKeys, type LocalKeys } from "../../tools/local/keys";
import { redisUser } from "../../tools/local/redis";
import {
  declareStreams,
  type OnFinished,
  startTestNats,
  startTestRedis,
  type TestNats,
  type TestServer,
} from "../support/servers";
import { watchAnswers } from "./api/watch";
import { publishedSecrets } from "./published";

/** What the service is told of the contract, as a stack would. */
export const serviceContract = parseServiceContract(renderServiceContract(contract))!;

/** Real servers for the service, with the keys that it needs. */
export interface TestStack {
  readonly keys: LocalKeys;
  readonly redis: TestServer;
  readonly nats: TestNats;
  readonly config: Config;
}

/** The service under test and the log lines that it has written. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly logs: Record<string, unknown>[];
}

/** What is not as usual about a stack. */
export interface StackOptions {
  /** Whether nats-server has the stream. */
  readonly stream?: boolean;
  /** Further lines of redis.conf. */
  readonly redis?: readonly string[];
}

/** Redis, and a nats-server that has the stream unless told otherwise. No secret may have been published at the end. */
export async function startStack(
  onFinished: OnFinished = onTestFinished,
  { stream = true, redis: settings = [] }: StackOptions = {},
): Promise<TestStack> {
  const localKeys = createLocalKeys();
  const [redis, nats] = await Promise.all([
    startTestRedis(localKeys.redisPassword, onFinished, settings),
    startTestNats({ keys: localKeys }, onFinished),
  ]);
  onFinished(async () => {
    const published = publishedSecrets(nats);
    if (published.length > 0) throw new Error(`There are events with ${published.join(" and ")}`);
  });
  if (stream) await declareStreams(nats);
  return { keys: localKeys, redis, nats, config: configFor(localKeys, redis.url, nats.url) };
}

/** Servers that the tests of a file share, there from the first test on. */
export function shareStack(): TestStack {
  const stack = {} as TestStack;
  const cleanUps: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    Object.assign(stack, await startStack((cleanUp) => cleanUps.unshift(cleanUp)));
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
  return stack;
}

/** The configuration of a service on these servers. */
export function configFor(localKeys: LocalKeys, redisUrl: string, natsUrl: string): Config {
  const { hostname, port } = new URL(redisUrl);
  return {
    environment: "test",
    logLevel: "info",
    logPersonalData: "redacted",
    apiDocs: "off",
    listen: {
      host: "127.0.0.1",
      port: 0,
      adminPort: 0,
      trustedProxies: [],
      proxyProtocol: "off",
      limits: limitsFor(),
    },
    tokens: {
      issuer: "http://localhost:3001",
      accessTtlSeconds: 600,
      refreshTtlSeconds: 3600,
      sessionTtlSeconds: 7200,
      refreshRepeatSeconds: 10,
      // Tests refresh faster than clients do.
      refreshBurst: 1_000_000,
      refreshIntervalSeconds: 10,
      signingKeys: localKeys.signingKeys.keys as unknown as Config["tokens"]["signingKeys"],
    },
    registrationsPerHour: 100_000,
    passwordMinLength: 8,
    passwordHash: leastParameters,
    passwordBlocklist: { kind: "off" },
    redis: { host: hostname, port: Number(port), username: redisUser, password: localKeys.redisPassword },
    messaging: {
      kind: "on",
      servers: [natsUrl],
      contract: serviceContract,
      seed: localKeys.nkeys["auth-service"]!.seed,
    },
    tracing: { kind: "off" },
    shutdown: { delay: 0, deadline: 25 },
  };
}

/**
 * Starts a service whose answers are compared with its document; it is closed after the test. Resolves when it has
 * Redis, unless told not to wait.
 */
export async function startApp(
  config: Config,
  onFinished: OnFinished = onTestFinished,
  dependencies: Dependencies = {},
  redis: "wait" | "don't wait" = "wait",
): Promise<TestApp> {
  const logs: Record<string, unknown>[] = [];
  const logDestination = { write: (line: string) => void logs.push(JSON.parse(line)) };
  const app = await buildApp(config, { logDestination, ...dependencies });
  watchAnswers(app, onFinished);
  onFinished(() => app.close());
  if (redis === "wait") await until(() => app.redis.status === "ready");
  return { app, logs };
}

/** Waits until the condition holds; fails the test when it never does. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not so after ${seconds} s: ${condition}`);
    await sleep(10);
  }
}

/** An event with what its message had besides the body. */
export interface ReceivedEvent {
  readonly id: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: EventEnvelope<Record<string, unknown>>;
}

/** Every event of the stream from now on, in order, read as the consumer `analytics`. */
export async function readEvents(nats: TestNats): Promise<ReceivedEvent[]> {
  const connection = await nats.connectAs("analytics");
  const consumer = await connection
    .jetstream({ apiPrefix: importedApiPrefix })
    .consumers.get(authEvents.name, "analytics");
  const received: ReceivedEvent[] = [];
  const messages = await consumer.consume({
    callback: (message) => {
      const headers = Object.fromEntries(
        [...(message.headers ?? [])].map(([name, [value = ""]]) => [name, value]),
      );
      const { "Nats-Msg-Id": id = "" } = headers;
      received.push({ id, subject: message.subject, headers, event: message.json() });
      message.ack();
    },
  });
  onTestFinished(async () => void (await messages.close()));
  return received;
}

/** Those that a user raised, of one type where it is given. */
export function eventsOf(events: readonly ReceivedEvent[], userId: string, subject?: string) {
  return events.filter(
    (received) =>
      received.event.data.userId === userId && (subject === undefined || received.subject === subject),
  );
}

/**
 * Resolves when every event that was raised so far has been received. The order of the stream is that of one user's
 * events only, so a last event may be waited for just when nothing else is under way.
 */
export async function receivedAll(app: FastifyInstance, events: readonly ReceivedEvent[]): Promise<void> {
  await until(async () => (await app.redis.xlen(keys.outbox)) === 0);
  const last = await registerUser(app);
  await until(() => eventsOf(events, last).length === 1);
}

/** Whom the events are about, in order of their ids, but for the last event, which `receivedAll` has added. */
export function usersBeforeLast(events: readonly ReceivedEvent[]): unknown[] {
  return events
    .slice(0, -1)
    .map(({ event }) => event.data.userId)
    .sort();
}

/** Number of messages in the stream. */
export async function countEvents(nats: TestNats): Promise<number> {
  const connection = await nats.connectAs("observer");
  const answer = await connection.request(`${importedApiPrefix}.STREAM.INFO.${authEvents.name}`);
  await connection.close();
  return answer.json<{ state: { messages: number } }>().state.messages;
}

let users = 0;

/** Input for a registration that no other test has. */
export function newUser() {
  users += 1;
  return { email: `user-${users}-${process.pid}@example.com`, password: "password123", name: "Test User" };
}

export type NewUser = ReturnType<typeof newUser>;

/** Registers a user and returns its id. */
export async function registerUser(app: FastifyInstance, user: NewUser = newUser()): Promise<string> {
  const response = await app.inject({ method: "POST", url: "/auth/register", payload: user });
  if (response.statusCode !== 201) throw new Error(response.body);
  return response.json().user.id;
}

/** Registers a user, logs in and returns the tokens. */
export async function openSession(app: FastifyInstance, user: NewUser = newUser()) {
  const userId = await registerUser(app, user);
  return { userId, ...(await login(app, user)) };
}

/** Logs a registered user in and returns the tokens. */
export async function login(app: FastifyInstance, { email, password }: NewUser) {
  const response = await app.inject({ method: "POST", url: "/auth/login", payload: { email, password } });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<{ accessToken: string; refreshToken: string }>();
}

/** A session to open in the store, begun now; what is given counts. */
export function newSession(
  given: Pick<NewSession, "userId" | "passwordHash"> & Partial<NewSession>,
): NewSession {
  const now = Math.floor(Date.now() / 1000);
  return {
    id: randomUUID(),
    familyHash: "f",
    tokenHash: "t",
    createdAt: new Date().toISOString(),
    endsAt: now + 7200,
    access: { tokenId: randomUUID(), expiresAt: now + 600 },
    ip: "192.0.2.1",
    ...given,
  };
}

/** Limits of a queue for hashing in which any purpose may have as many wait. */
export function queueOf(running: number, waiting: number): typeof passwordQueue {
  const share = { waiting, weight: 1 };
  return { running, shares: { "known-client": share, login: share, registration: share } };
}

/** Sends a JSON body to a route. */
export function post(app: FastifyInstance, url: string, payload: object, headers = {}) {
  return app.inject({ method: "POST", url, payload, headers });
}

/** Header of a request that carries an access token. */
export function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}
