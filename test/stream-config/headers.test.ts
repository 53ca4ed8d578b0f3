import { expect, test } from "vitest";
import { headers } from "../support/nats-client";
import { declareStreams, startTestNats } from "../support/servers";

test.each([
  ["Nats-Rollup", "all", /rollup not permitted/],
  ["Nats-TTL", "1s", /per-message ttl is disabled/],
])("publisher - the header %s erases nothing, but is refused", async (name, value, reason) => {
  const nats = await startTestNats();
  await declareStreams(nats);
  const publisher = await nats.connectAs("auth-service");
  const jetstream = publisher.jetstream();
  await jetstream.publish("auth.user.registered", "{}");
  const forbidden = headers();
  forbidden.set(name, value);
  const attempt = jetstream.publish("auth.user.registered", "{}", { headers: forbidden });
  await expect(attempt).rejects.toThrow(reason);
  const info = await publisher.request("$JS.API.STREAM.INFO.auth-events");
  expect(info.json()).toMatchObject({ state: { messages: 1 } });
});
