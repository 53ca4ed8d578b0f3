import { beforeAll, describe, expect, test } from "vitest";
import {
  authEvents,
  authEventsDlq,
  authServiceUser,
  connectionSettings,
  events,
  permissionsOf,
  type UserName,
  users,
} from "../../stream-config";
import { afterFile } from "../support/after-file";
import { AckPolicy, connect, type NatsConnection } from "../support/nats-client";
import { declareStreams, startTestNats, type TestNats } from "../support/servers";
import { consumingUsers } from "./support/consuming-users";

let nats: TestNats;
let publisher: NatsConnection;

const finished = afterFile();

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  await declareStreams(nats);
  publisher = await nats.connectAs("auth-service");
});

const durables = consumingUsers.map(({ durable }) => durable);
const strangers = users
  .map(({ name }) => name)
  .filter((name) => name !== "auth-service" && name !== "stream-backup");

/** Messages of this type that the stream holds. */
async function stored(type = "auth.user.registered"): Promise<number> {
  const filter = JSON.stringify({ subjects_filter: type });
  const info = await publisher.request(`$JS.API.STREAM.INFO.${authEvents.name}`, filter);
  return info.json<{ state: { subjects?: Record<string, number> } }>().state.subjects?.[type] ?? 0;
}

/** Has an answer of JetStream stored, as only the streams' own account can. It comes behind those asked for before. */
async function storeAnswer(type: string): Promise<void> {
  const before = await stored(type);
  publisher.publish("$JS.API.INFO", "", { reply: type });
  await expect.poll(() => stored(type)).toBe(before + 1);
}

function apiPrefix(name: UserName): string {
  return connectionSettings(users.find((user) => user.name === name)!).apiPrefix;
}

describe.each(consumingUsers)("rights of $user", ({ user: name, durable, type }) => {
  test("reads its own durable consumer and acknowledges", async () => {
    await publisher.jetstream().publish(type, "{}");
    const connection = await nats.connectAs(name);
    const consumer = await connection
      .jetstream({ apiPrefix: apiPrefix(name) })
      .consumers.get(authEvents.name, durable);
    let message = await consumer.next({ expires: 5_000 });
    // Those that others' tests have published may come before.
    for (; message && message.subject !== type; message = await consumer.next({ expires: 5_000 }))
      message.ack();
    expect(await message?.ackAck()).toBe(true);
  });

  test.each(durables.filter((other) => other !== durable))("reads nothing of %s", async (other) => {
    const connection = await nats.connectAs(name);
    for (const prefix of ["$JS.API", "AUTHJS"]) {
      const pull = connection.request(`${prefix}.CONSUMER.MSG.NEXT.${authEvents.name}.${other}`, "1");
      await expect(pull).rejects.toThrow(/permissions violation/i);
    }
  });

  test("creates, changes and deletes no stream and no consumer", async () => {
    const connection = await nats.connectAs(name);
    for (const prefix of ["$JS.API", "AUTHJS"]) {
      for (const call of [
        "STREAM.CREATE",
        "STREAM.UPDATE",
        "STREAM.DELETE",
        "STREAM.PURGE",
        "STREAM.MSG.GET",
      ]) {
        const request = connection.request(`${prefix}.${call}.${authEvents.name}`, "{}");
        await expect(request).rejects.toThrow(/permissions violation/i);
      }
      const create = connection.request(`${prefix}.CONSUMER.CREATE.${authEvents.name}.own`, "{}");
      await expect(create).rejects.toThrow(/permissions violation/i);
    }
  });
});

describe.each(strangers)("writing by %s", (name) => {
  test("a publish under auth.user.* is refused", async () => {
    const connection = await nats.connectAs(name);
    const before = await stored();
    await expect(connection.request("auth.user.registered", "{}")).rejects.toThrow(/permissions violation/i);
    expect(await stored()).toBe(before);
  });

  test("no answer is stored when a request names auth.user.* as its reply subject", async () => {
    await publisher.jetstream().publish("auth.user.registered", "{}");
    const connection = await nats.connectAs(name);
    const before = await stored();
    const reply = "auth.user.registered";
    for (const prefix of ["AUTHJS", "$JS.API"]) {
      connection.publish(`${prefix}.INFO`, "", { reply });
      connection.publish(`${prefix}.STREAM.INFO.${authEvents.name}`, "", { reply });
      for (const consumer of durables) {
        connection.publish(`${prefix}.CONSUMER.INFO.${authEvents.name}.${consumer}`, "", { reply });
        connection.publish(`${prefix}.CONSUMER.MSG.NEXT.${authEvents.name}.${consumer}`, "1", { reply });
        connection.publish(`$JS.ACK.${authEvents.name}.${consumer}.1.1.1.1.0`, "", { reply });
      }
    }
    await connection.flush();
    await storeAnswer("auth.user.logged_in");
    expect(await stored()).toBe(before);
  });
});

test("writing from the streams' own account - an answer to auth.user.* would be stored", async () => {
  const before = await stored();
  await storeAnswer("auth.user.registered");
  expect(await stored()).toBe(before + 1);
});

test.each([
  ["operator", "auth.replay.notifications"],
  ["dead-letters", "auth.dlq.notifications"],
] as const)(
  "%s - deposits copies, and nothing under auth.user.* by naming a reply subject",
  async (name, subject) => {
    const connection = await nats.connectAs(name);
    const before = await stored();
    expect(await connection.jetstream().publish(subject, "{}")).toMatchObject({ seq: expect.any(Number) });
    connection.publish(subject, "{}", { reply: "auth.user.registered" });
    const get = `AUTHJS.DIRECT.GET.${authEvents.name}`;
    connection.publish(get, '{"seq":1}', { reply: "auth.user.registered" });
    await connection.flush();
    await storeAnswer("auth.user.logged_in");
    expect(await stored()).toBe(before);
  },
);

test("operator - deletes dead letters, and no event", async () => {
  const connection = await nats.connectAs("operator");
  const copier = await nats.connectAs("dead-letters");
  const { seq } = await copier.jetstream().publish("auth.dlq.notifications", "{}");
  const remove = (stream: string) =>
    connection.request(`AUTHJS.STREAM.MSG.DELETE.${stream}`, JSON.stringify({ seq }));
  expect((await remove(authEventsDlq.name)).json()).toMatchObject({ success: true });
  await expect(remove(authEvents.name)).rejects.toThrow(/permissions violation/i);
});

test("auth-service - publishes the events of its grants and no other subject", async () => {
  const { publish: permitted } = permissionsOf(authServiceUser);
  for (const subject of authEvents.subjects) await expect(publisher.request(subject, "{}")).rejects.toThrow();
  await expect(publisher.request("auth.user.undeclared", "{}")).rejects.toThrow(/permissions violation/i);
  const granted = events.map(({ subject }) => subject).filter((subject) => permitted.includes(subject));
  expect(granted).not.toEqual([]);
  for (const subject of granted) {
    const ack = await publisher.jetstream().publish(subject, "{}");
    expect(ack.stream).toBe(authEvents.name);
  }
});

test("auth-service - manages nothing", async () => {
  for (const call of ["STREAM.DELETE", "STREAM.PURGE", "STREAM.UPDATE", "CONSUMER.CREATE"]) {
    const request = publisher.request(`$JS.API.${call}.${authEvents.name}`, "{}");
    await expect(request).rejects.toThrow(/permissions violation/i);
  }
});

test("stream-admin - creates a consumer only with the filter of the contract", async () => {
  const admin = await nats.connectAs("stream-admin");
  const config = {
    durable_name: "notifications",
    filter_subject: "auth.user.*",
    ack_policy: AckPolicy.Explicit,
  };
  const body = JSON.stringify({ stream_name: authEvents.name, config });
  const wider = admin.request(`AUTHJS.CONSUMER.CREATE.${authEvents.name}.notifications.auth.user.*`, body);
  await expect(wider).rejects.toThrow(/permissions violation/i);
});

test("stream-admin - finds and deletes consumers that are declared no more", async () => {
  const admin = await nats.connectAs("stream-admin");
  for (const call of ["INFO", "DELETE"]) {
    const answer = await admin.request(`AUTHJS.CONSUMER.${call}.${authEvents.name}.former`);
    expect(answer.json()).toMatchObject({ error: { description: "consumer not found" } });
  }
});

test("anonymous - a client without a key is refused", async () => {
  await expect(connect({ servers: nats.url })).rejects.toThrow(/authorization/i);
});
