import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { isFinal } from "../../../service/src/outbox/publish-errors";
import { keys } from "../../../service/src/store/keys";
import { authEvents, connectionSettings, renderStream, streamAdminUser } from "../../../stream-config";
import { declareStreams, type TestNats } from "../../support/servers";
import { openSession, readEvents, startApp, startStack, until } from "../support";

/** The stream then answers every message with an API error of status 400. */
async function seal(nats: TestNats): Promise<void> {
  const { apiPrefix } = connectionSettings(streamAdminUser);
  const admin = await nats.connectAs("stream-admin");
  const sealed = { ...renderStream(authEvents, 1), sealed: true };
  const answer = await admin.request(`${apiPrefix}.STREAM.UPDATE.${authEvents.name}`, JSON.stringify(sealed));
  expect(answer.json<{ error?: unknown }>().error).toBeUndefined();
}

test("publish errors - a stream that takes no more for now parks nothing and keeps each user's order", async () => {
  const stack = await startStack();
  const { app, logs } = await startApp(stack.config);
  await seal(stack.nats);
  const { userId } = await openSession(app);
  await until(() => logs.some(({ error }) => String(error).startsWith("10109")));
  expect(await app.redis.xlen(keys.parked)).toBe(0);
  expect(await app.redis.xlen(keys.outbox)).toBe(2);
  await stack.nats.stop();
  rmSync(join(dirname(stack.nats.log), "data"), { recursive: true });
  await stack.nats.start();
  await declareStreams(stack.nats);
  const events = await readEvents(stack.nats);
  await until(() => events.length === 2);
  expect(events.map(({ subject, event }) => [subject, event.data.userId])).toEqual([
    ["auth.user.registered", userId],
    ["auth.user.logged_in", userId],
  ]);
});

test.each([
  [{ code: "400", api_error: { code: 400, err_code: 10002, description: "" } }, false],
  [{ code: "400", api_error: { code: 400, err_code: 10054, description: "" } }, true],
  [{ code: "400", api_error: { code: 400, err_code: 99999, description: "" } }, false],
  [{ code: "MAX_PAYLOAD_EXCEEDED" }, true],
  [{ code: "BAD_HEADER" }, true],
  [{ code: "PERMISSIONS_VIOLATION", permissionContext: { operation: "publish" } }, false],
  [{ code: "TIMEOUT" }, false],
  [{ code: "503" }, false],
  [new Error("whatever"), false],
])("publish errors - whether %o is final: %s", (error, final) => {
  expect(isFinal(error)).toBe(final);
});
