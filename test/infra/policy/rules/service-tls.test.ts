import { test } from "vitest";
import { serviceTls } from "../../../../infra/policy/rules/service-tls";
import {
  deployment,
  expectBroken,
  expectKept,
  goodContainer,
  goodPod,
  withContainer,
} from "../support/resources";

const certificate = { TLS_CERT_FILE: "/tls.crt", TLS_KEY_FILE: "/tls.key" };
const environment = (values: object) => Object.entries(values).map(([name, value]) => ({ name, value }));
const service = (values: object) => {
  const metadata = { labels: { "app.kubernetes.io/name": "auth-service" } };
  const containers = [{ ...goodContainer, env: environment(values) }];
  return deployment({}, { template: { metadata, spec: { ...goodPod, containers } } });
};

test("service-tls - takes a certificate and URLs of TLS connections", () => {
  const urls = { REDIS_URL: "rediss://redis:6379", NATS_URL: "tls://a:4222,tls://b:4222" };
  expectKept(serviceTls, service({ ...certificate, ...urls }));
});

test("service-tls - an issuer is no connection", () => {
  expectKept(serviceTls, service({ ...certificate, ISSUER: "http://localhost:3001" }));
});

test.each([
  ["no certificate", service({}), /plain HTTP: set TLS_CERT_FILE and TLS_KEY_FILE/],
  ["no key", service({ TLS_CERT_FILE: "/tls.crt" }), /set TLS_KEY_FILE/],
  ["Redis in the clear", service({ ...certificate, REDIS_URL: "redis://redis:6379" }), /write rediss:\/\//],
  [
    "one NATS server in the clear",
    service({ ...certificate, NATS_URL: "tls://a,nats://b" }),
    /write tls:\/\//,
  ],
  ["HTTP of any part", withContainer({ env: environment({ HOOK_URL: "http://hook" }) }), /write https:\/\//],
])("service-tls - refuses %s", (_, resource, message) => {
  expectBroken(serviceTls, message, resource);
});
