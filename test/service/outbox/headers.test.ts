import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { eventHeaders } from "../../../stream-config";
import { eventsOf, newUser, post, readEvents, registerUser, shareStack, startApp, until } from "../support";

const stack = shareStack();
const traceId = "0af7651916cd43dd8448eb211c80319c";

test("event headers - an event carries its id, its version, and the trace and id of its request", async () => {
  const listen = { ...stack.config.listen, trustedProxies: ["127.0.0.1"] };
  const { app, logs } = await startApp({ ...stack.config, listen });
  const events = await readEvents(stack.nats);
  const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  const given = { traceparent, "x-request-id": "checkout-1" };
  const response = await post(app, "/auth/register", newUser(), given);
  const { id: userId } = response.json().user;
  await until(() => eventsOf(events, userId).length === 1);
  const [{ headers, event }] = eventsOf(events, userId) as [(typeof events)[0]];
  expect([...Compile(eventHeaders).Errors(headers)]).toEqual([]);
  const answered = logs.find(({ msg, route }) => msg === "Request answered" && route === "/auth/register");
  expect(answered).toMatchObject({ traceId, reqId: "checkout-1" });
  expect(headers).toEqual({
    "Nats-Msg-Id": headers.id,
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    version: "1",
    traceparent: expect.stringMatching(new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[\\da-f]{16}-01$`)),
    "request-id": "checkout-1",
    "ce-specversion": "1.0",
    "ce-id": headers.id,
    "ce-source": "/auth-service",
    "ce-type": "auth.user.registered",
    "ce-time": event.data.timestamp,
    "ce-datacontenttype": "application/json",
  });
});

test("event headers - a request without a trace begins one", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const users = [await registerUser(app), await registerUser(app)];
  await until(() => users.every((user) => eventsOf(events, user).length === 1));
  const traces = users.map((user) => eventsOf(events, user)[0]!.headers.traceparent!.split("-")[1]);
  expect(new Set([...traces, traceId]).size).toBe(3);
});
