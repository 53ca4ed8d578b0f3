import { randomUUID } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import { buildAdmin } from "../../service/src/admin/admin";
import { afterFile } from "../support/after-file";
import { serviceContract, shareStack, startApp, type TestApp, until } from "./support";

const stack = shareStack();
const token = "0123456789abcdefghijklmnopqrstuv";
const finished = afterFile();
/** A consumer that came into the contract after the service's image was built. */
const late = { name: "late-comer", filterSubjects: ["auth.user.registered"] };

let started: TestApp & { admin: Awaited<ReturnType<typeof buildAdmin>> };

beforeAll(async () => {
  const { messaging } = stack.config;
  if (messaging.kind === "off") throw new Error("the stack has no NATS");
  const replays = { token, seed: stack.keys.nkeys.operator!.seed };
  const contract = { consumers: [...serviceContract.consumers, late] };
  const service = await startApp(
    { ...stack.config, messaging: { ...messaging, contract, replays } },
    finished,
  );
  started = { ...service, admin: await buildAdmin(service.app) };
  finished(() => started.admin.close());
  const publisher = await stack.nats.connectAs("auth-service");
  for (const type of ["registered", "registered", "logged_in"]) {
    const body = JSON.stringify({ subject: `auth.user.${type}`, data: {}, metadata: {} });
    await publisher.jetstream().publish(`auth.user.${type}`, body, { msgID: randomUUID() });
  }
});

test("a newer contract - the lag of a consumer that the image does not know is asked for", async () => {
  const { app, admin } = started;
  await until(async () => (await admin.inject("/metrics")).body.includes("auth_relay_leader 1"));
  const asked = vi.spyOn(app.jetstreamManager!.consumers, "info");
  await admin.inject("/metrics");
  const names = asked.mock.calls.map(([, name]) => name);
  asked.mockRestore();
  expect(names).toEqual([...serviceContract.consumers, late].map(({ name }) => name));
});

test("a newer contract - such a consumer can be given events again, those of its filters", async () => {
  const replay = (to: string) =>
    started.admin.inject({
      method: "POST",
      url: "/replays",
      payload: { to },
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await replay(late.name)).json()).toMatchObject({ events: 2 });
  expect((await replay("nobody")).statusCode).toBe(400);
});
