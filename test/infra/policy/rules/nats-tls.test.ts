import { expect, test } from "vitest";
import { natsTls } from "../../../../infra/policy/rules/nats-tls";
import { notYetKnown } from "../../../../infra/policy/values";
import { configMap, expectBroken, expectKept, messagesOf } from "../support/resources";

const files = "cert_file: /tls.crt, key_file: /tls.key";
const good = `listen: "0.0.0.0:4222"
https: 0.0.0.0:8222
tls { ${files} }
cluster { listen: 0.0.0.0:6222, tls { ${files}, ca_file: /ca.crt, verify: true } }`;
const conf = (text: string) => configMap("nats.conf", text);

test("nats-tls - takes TLS on every listener", () => {
  expectKept(natsTls, conf(good));
});

test("nats-tls - takes monitoring in the clear on loopback", () => {
  expectKept(natsTls, conf(good.replace("https: 0.0.0.0", "http: 127.0.0.1")));
});

test.each([
  ["clients without TLS", good.replace(/^tls .*$/m, ""), /add tls \{ cert_file, key_file \}/],
  ["optional TLS", `${good}\nallow_non_tls: true`, /remove allow_non_tls/],
  ["monitoring in the clear", good.replace("https", "http"), /write https instead of http/],
  ["monitoring in the clear by port", good.replace("https: 0.0.0.0:", "http_port: "), /write https/],
  [
    "routes without TLS",
    good.replace(/^cluster.*$/m, "cluster { listen: 0.0.0.0:6222 }"),
    /Routes have no TLS/,
  ],
  ["routes that ask for no certificate", good.replace("true", "false"), /add verify: true/],
  ["leaf nodes without TLS", `${good}\nleafnodes { port: 7422 }`, /listener leafnodes/],
  ["websockets with no_tls", `${good}\nwebsocket { port: 443, no_tls: true }`, /listener websocket/],
  ["a file that can't be read", `${good}\ntls {`, /can't be checked: line 5/],
])("nats-tls - refuses %s", (_, text, message) => {
  expectBroken(natsTls, message, conf(text));
});

test("nats-tls - waits for a file that is not yet known", () => {
  expect(messagesOf(natsTls, configMap("nats.conf", notYetKnown))).toEqual([]);
});
