import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildAdmin } from "../../service/src/admin/admin";
import type { Config } from "../../service/src/config";
import { authEventsReplay } from "../../stream-config";
import { afterFile } from "../support/after-file";
import type { OnFinished } from "../support/servers";
import { shareStack, startApp, type TestApp, until } from "./support";

const stack = shareStack();
const token = "0123456789abcdefghijklmnopqrstuv";
const user = randomUUID();
const finished = afterFile();
/** The admin port of a service, with the endpoint. */
let shared: FastifyInstance;

beforeAll(async () => {
  const publisher = await stack.nats.connectAs("auth-service");
  const types = ["registered", "registered", "registered", "logged_in"];
  for (const [index, userId] of [user, randomUUID(), user, user].entries()) {
    const event = { subject: `auth.user.${types[index]}`, data: { userId }, metadata: {} };
    await publisher.jetstream().publish(event.subject, JSON.stringify(event), { msgID: randomUUID() });
  }
  shared = (await startAdmin("on", finished)).admin;
});

/** A service and its admin port, with the endpoint unless told otherwise. */
async function startAdmin(
  endpoint: "on" | "off" = "on",
  onFinished: OnFinished = onTestFinished,
  servers?: readonly string[],
): Promise<TestApp & { admin: FastifyInstance }> {
  const { messaging } = stack.config;
  if (messaging.kind === "off") throw new Error("the stack has no NATS");
  const replays = { token, seed: stack.keys.nkeys.operator!.seed };
  const config: Config = {
    ...stack.config,
    messaging: { ...messaging, ...(servers && { servers }), ...(endpoint === "on" && { replays }) },
  };
  const started = await startApp(config, onFinished);
  const admin = await buildAdmin(started.app);
  onFinished(() => admin.close());
  return { ...started, admin };
}

function post(admin: FastifyInstance, payload: object, authorization = `Bearer ${token}`) {
  return admin.inject({ method: "POST", url: "/replays", payload, headers: { authorization } });
}

async function givenAgain(): Promise<number> {
  const observer = await stack.nats.connectAs("observer");
  const info = await observer.request(`AUTHJS.STREAM.INFO.${authEventsReplay.name}`);
  await observer.close();
  return info.json<{ state: { messages: number } }>().state.messages;
}

test("replays - are counted first, then made when confirmed; the log tells who asked, and the end", async () => {
  const { admin, logs } = await startAdmin();
  const counted = await post(admin, { to: "analytics", user, last: 3 });
  expect(counted.statusCode).toBe(200);
  expect(counted.json()).toEqual({ events: 2, byType: { "auth.user.registered": 2 }, last: 3 });
  expect(await givenAgain()).toBe(0);
  const made = await post(admin, { to: "analytics", user, last: 3, confirm: 2 });
  expect(made.statusCode).toBe(202);
  const { id } = made.json();
  await until(() => logs.some(({ msg }) => msg === "Replay ended"));
  expect(await givenAgain()).toBe(2);
  const audit = logs.filter(({ msg }) => String(msg).startsWith("Replay "));
  expect(audit.map(({ msg }) => msg)).toEqual(["Replay begins", "Replay ended"]);
  expect(audit[0]).toMatchObject({
    id,
    consumer: "analytics",
    selection: { user, last: 3 },
    caller: "127.0.0.1",
  });
});

test("replays - are held to the consumer's filters: another type is refused in words, and none is given unasked", async () => {
  const before = await givenAgain();
  const foreign = await post(shared, { to: "notifications", type: "auth.user.logged_in", confirm: 1 });
  expect(foreign.statusCode).toBe(400);
  const detail = "notifications may not get auth.user.logged_in, by its filters only auth.user.registered";
  expect(foreign.json().errors).toEqual([{ field: "type", detail }]);
  const all = await post(shared, { to: "notifications" });
  expect(all.json()).toEqual({ events: 3, byType: { "auth.user.registered": 3 }, last: 3 });
  expect(await givenAgain()).toBe(before);
});

test("replays - one at a time; a shutdown breaks it off and says so; it goes on with its id", async () => {
  const { admin, logs } = await startAdmin();
  const slow = { to: "notifications", perSecond: 1, confirm: 3 };
  const before = await givenAgain();
  const first = await post(admin, slow);
  expect(first.statusCode).toBe(202);
  const { id } = first.json();
  const second = await post(admin, slow);
  expect(second.statusCode).toBe(503);
  expect(second.json()).toMatchObject({ detail: "A replay is under way." });
  await until(async () => (await givenAgain()) > before);
  await admin.close();
  const err = { message: expect.stringContaining(`the replay ${id} was interrupted`) };
  expect(logs.at(-1)).toMatchObject({ level: "error", msg: "Replay failed", id, err });
  const again = await startAdmin();
  const resumed = await post(again.admin, { ...slow, id, perSecond: 100 });
  expect(resumed.json()).toEqual({ id, events: 3 });
  await until(() => again.logs.some(({ msg }) => msg === "Replay ended"));
  expect(await givenAgain()).toBe(before + 3);
});

test("replays - a NATS that can't be asked is 503 with Retry-After", async () => {
  const { admin, logs } = await startAdmin("on", onTestFinished, ["nats://127.0.0.1:1"]);
  const answer = await post(admin, { to: "analytics" });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers["retry-after"]).toBe("1");
  expect(logs).toContainEqual(
    expect.objectContaining({ problem: "overloaded", reason: "CONNECTION_REFUSED" }),
  );
});

test.each([
  ["no token", { to: "analytics" }, "", 401],
  ["another token", { to: "analytics" }, "Bearer something-else", 401],
  ["an unknown consumer", { to: "billing" }, undefined, 400],
  ["another number than is selected", { to: "analytics", user, confirm: 4 }, undefined, 400],
  ["an id that is none", { to: "analytics", id: "42", confirm: 3 }, undefined, 400],
  ["a field that is not known", { to: "analytics", everything: true }, undefined, 400],
])("replays - with %s nothing is read or sent", async (_, payload, authorization, status) => {
  const before = await givenAgain();
  expect((await post(shared, payload, authorization)).statusCode).toBe(status);
  expect(await givenAgain()).toBe(before);
});

test("replays - there is no endpoint where its token is not configured, and none on the public port", async () => {
  const { app, admin } = await startAdmin("off");
  expect((await post(admin, { to: "analytics" })).statusCode).toBe(404);
  expect((await post(app, { to: "analytics" })).statusCode).toBe(404);
});
