import { expect, test } from "vitest";
import { shareStack, startApp, until, withoutMessaging } from "./support";

const stack = shareStack();

test.each([
  ["203.0.113.7:51234", "203.0.113.7"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, 203.0.113.7:51234, 10.0.0.9:4444, [::ffff:10.0.0.8]:80", "203.0.113.7"],
  ["unknown", "127.0.0.1"],
])("forwarded - X-Forwarded-For: %s means %s", async (header, ip) => {
  const listen = { ...stack.config.listen, trustedProxies: ["127.0.0.1", "10.0.0.0/8"] };
  const { app, logs } = await startApp(withoutMessaging({ ...stack.config, listen }));
  await app.inject({ url: "/auth/me", headers: { "x-forwarded-for": header } });
  await until(() => logs.some(({ msg }) => msg === "Request answered"));
  expect(logs.find(({ msg }) => msg === "Request answered")).toMatchObject({ ip });
});
