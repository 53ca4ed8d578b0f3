import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { verify } from "@node-rs/argon2";
import type { Redis } from "ioredis";
import { redisUser } from "../../../../infra/components/redis/config";
import { toHeaders } from "../../../../service/src/outbox/publisher";
import { parseEntry } from "../../../../service/src/outbox/stored-entry";
import { PasswordHasher } from "../../../../service/src/passwords/password-hasher";
import { redisOptions } from "../../../../service/src/plugins/redis";
import { keys } from "../../../../service/src/store/keys";
import { type NewAccess, SessionStore } from "../../../../service/src/store/sessions";
import { TurnwiseRedis } from "../../../../service/src/store/turnwise-redis";
import { authServiceUser, connectionSettings } from "../../../../stream-config";
import { connect, nkeyAuthenticator } from "../../../lib/nats-client";
import { sampleEvent } from "../sample-events";
import type { Done } from "./job";
import { inParallel } from "./load";
import { Recorder } from "./recorder";

/** What the service does with passwords, two at once, and nothing else. */
export async function argon2(seconds: number): Promise<Done> {
  const encoded = await new PasswordHasher().hash("password", { purpose: "login" });
  const recorder = new Recorder();
  await inParallel(2, seconds, () => recorder.record(() => verify(encoded, "password")));
  return recorder.done();
}

/** The script of a refresh, its event included, for 64 sessions at once, and nothing else. */
export async function redisScript(port: number, password: string, seconds: number): Promise<Done> {
  const redis = new TurnwiseRedis(redisOptions({ host: "127.0.0.1", port, username: redisUser, password }));
  await once(redis, "ready");
  const lifetimes = {
    accessTtlSeconds: 600,
    refreshTtlSeconds: 3600,
    sessionTtlSeconds: 7200,
    refreshRepeatSeconds: 10,
    refreshBurst: 1_000_000,
    refreshIntervalSeconds: 10,
  };
  const store = new SessionStore(redis, lifetimes);
  const tokens = await Promise.all(Array.from({ length: 64 }, () => openSession(redis, store)));
  const recorder = new Recorder();
  await inParallel(tokens.length, seconds, async (worker) => {
    const [sessionId = "", tokenHash] = tokens[worker] ?? [];
    const next = randomUUID();
    await recorder.record(() => rotate(store, sessionId, tokenHash ?? "", next));
    tokens[worker] = [sessionId, next];
  });
  await redis.unlink(keys.outbox);
  redis.disconnect();
  return recorder.done();
}

async function openSession(
  redis: Redis,
  store: SessionStore,
): Promise<[sessionId: string, tokenHash: string]> {
  const [id, tokenHash, passwordHash] = [randomUUID(), randomUUID(), "hash"];
  await redis.hset(keys.user(id), { passwordHash });
  const endsAt = Math.floor(Date.now() / 1000) + 86_400;
  const times = { createdAt: new Date().toISOString(), endsAt, access: newAccess() };
  const session = { id, userId: id, passwordHash, familyHash: "family", tokenHash, ip: "127.0.0.1" };
  await store.open({ ...session, ...times }, undefined);
  return [id, tokenHash];
}

function newAccess(): NewAccess {
  return { tokenId: randomUUID(), expiresAt: Math.floor(Date.now() / 1000) + 600 };
}

async function rotate(store: SessionStore, sessionId: string, tokenHash: string, next: string) {
  const tokens = { familyHash: "family", tokenHash, nextTokenHash: next, access: newAccess() };
  const answer = { sealedAnswer: "x".repeat(800), network: "127.0.0.1" };
  const event = await sampleEvent(sessionId);
  const outcome = await store.rotate({ sessionId, userId: sessionId, ...tokens, ...answer }, event);
  if (outcome.kind !== "rotated") throw new Error(`A session was ${outcome.kind}`);
}

/** Publishes what the relay publishes, headers included, with 256 in flight, and nothing else. */
export async function jetstream(url: string, seed: string, seconds: number): Promise<Done> {
  const { inboxPrefix } = connectionSettings(authServiceUser);
  const authenticator = nkeyAuthenticator(new TextEncoder().encode(seed));
  const connection = await connect({ servers: url, inboxPrefix, authenticator });
  const client = connection.jetstream();
  const recorder = new Recorder();
  const entry = parseEntry("0-0", Object.entries(await sampleEvent(randomUUID())).flat());
  if ("unreadable" in entry) throw new Error("A sample event can be read");
  const publish = () => {
    const headers = toHeaders({ ...entry, id: randomUUID() });
    return client.publish(entry.event.subject, entry.body, { headers, timeout: 5_000 });
  };
  await inParallel(256, seconds, () => recorder.record(publish));
  await connection.close();
  return recorder.done();
}
