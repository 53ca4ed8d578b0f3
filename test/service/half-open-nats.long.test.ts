import { expect, test } from "vitest";
import { halfOpenWay } from "../support/half-open";
import { shareStack, startApp, until } from "./support";

const stack = shareStack();

test("NATS connection - one that swallows everything is noticed within 30 s, and made anew", async () => {
  const { messaging } = stack.config;
  if (messaging.kind === "off") throw new Error("the stack has no NATS");
  const way = await halfOpenWay(stack.nats.url);
  const { app, logs } = await startApp({ ...stack.config, messaging: { ...messaging, servers: [way.url] } });
  await until(() => app.natsLink!.isConnected);
  way.freeze();
  const frozen = performance.now();
  const said = (msg: string) => logs.some((line) => line.msg === msg);
  await until(() => said("NATS reconnected"), 60);
  expect(performance.now() - frozen).toBeLessThan(30_000);
  expect(said("NATS disconnected; events wait in the outbox")).toBe(true);
  expect(app.natsLink!.isConnected).toBe(true);
});
