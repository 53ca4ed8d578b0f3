import { test } from "vitest";
import { stackRedisConfig } from "../../../../infra/components/redis/config";
import { redisTls } from "../../../../infra/policy/rules/redis-tls";
import { configMap, expectBroken, expectKept, kubernetes } from "../support/resources";

const good = stackRedisConfig({ fsync: "always", memory: "256Mi" });
const secret = (text: string) => kubernetes("core/v1:Secret", { stringData: { "redis.conf": text } });

test("redis-tls - takes the TLS port alone", () => {
  expectKept(redisTls, secret(good), configMap("redis.conf", good));
});

test.each([
  ["a port in the clear", good.replace("port 0", "port 6380"), /in the clear on port 6380: write "port 0"/],
  ["the default port", good.replace(/^port 0$/m, ""), /in the clear on port 6379/],
  ["no TLS port", good.replace(/^tls-port.*$/m, ""), /add tls-port/],
  ["no certificate", good.replace(/^tls-(cert|key)-file.*$/gm, ""), /add tls-cert-file, tls-key-file/],
])("redis-tls - refuses %s", (_, text, message) => {
  expectBroken(redisTls, message, secret(text));
});

test("redis-tls - reads a Secret in the provider's form", () => {
  const encoded = (text: string) =>
    kubernetes("core/v1:Secret", { data: { "redis.conf": Buffer.from(text).toString("base64") } });
  expectKept(redisTls, encoded(good));
  expectBroken(redisTls, /on port 6380/, encoded(good.replace("port 0", "port 6380")));
});
