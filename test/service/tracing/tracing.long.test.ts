import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { runNode, serviceEnv, startServiceProcess } from "../process";
import { newUser, shareStack, until } from "../support";

const stack = shareStack();
const traceId = "0af7651916cd43dd8448eb211c80319c";
const parent = "b7ad6b7169203331";

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
}

/** What an OTLP request over HTTP with JSON has. https://opentelemetry.io/docs/specs/otlp/ */
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** A collector that takes everything. */
async function startCollector() {
  const exports: Export[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    exports.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resources = () => exports.flatMap(({ resourceSpans }) => resourceSpans);
  const spans = () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  return { url, resources, spans };
}

function register(url: string, flags: string) {
  const headers = { "content-type": "application/json", traceparent: `00-${traceId}-${parent}-${flags}` };
  return fetch(`${url}/auth/register`, { method: "POST", headers, body: JSON.stringify(newUser()) });
}

function attributeOf(attributes: readonly Attribute[], key: string): unknown {
  const found = attributes.find((attribute) => attribute.key === key);
  return found && Object.values(found.value)[0];
}

test("tracing - a request and the publish of its event are spans of the client's trace", async () => {
  const collector = await startCollector();
  const service = await startServiceProcess(stack, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    TRUSTED_PROXIES: "127.0.0.1",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test,service.version=overridden",
  });
  expect((await register(service.url, "01")).status).toBe(201);
  expect((await register(service.url, "00")).status).toBe(201);
  await until(() => service.output().split("Auth event published successfully").length === 3);
  await service.stop("SIGTERM");
  const spans = collector.spans();
  const [request, publish] = ["POST /auth/register", "publish auth.user.registered"].map((name) =>
    spans.filter((span) => span.name === name),
  );
  expect(request).toMatchObject([{ traceId, parentSpanId: parent, kind: 2 }]);
  expect(attributeOf(request![0]!.attributes, "http.response.status_code")).toBe(201);
  expect(publish).toMatchObject([{ traceId, parentSpanId: request![0]!.spanId, kind: 4 }]);
  expect(attributeOf(publish![0]!.attributes, "messaging.message.id")).toMatch(/^[\da-f-]{36}$/);
  const { attributes } = collector.resources()[0]!.resource;
  expect(attributeOf(attributes, "service.name")).toBe("auth-service");
  expect(attributeOf(attributes, "service.version")).toBe("overridden");
  expect(attributeOf(attributes, "deployment.environment.name")).toBe("test");
  expect(JSON.stringify(spans)).not.toContain("@example.com");
});

test("tracing - a stranger's header names the trace, and does not decide whether it is sampled", async () => {
  const collector = await startCollector();
  const sampling = { OTEL_TRACES_SAMPLER: "parentbased_always_off" };
  const off = await startServiceProcess(stack, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...sampling });
  const on = await startServiceProcess(stack, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect((await register(off.url, "01")).status).toBe(201);
  expect((await register(on.url, "00")).status).toBe(201);
  await off.stop("SIGTERM");
  await on.stop("SIGTERM");
  const requests = collector.spans().filter(({ name }) => name === "POST /auth/register");
  expect(requests).toMatchObject([{ traceId, parentSpanId: parent }]);
});

test("tracing - a collector that is away holds nothing up and is in the log", async () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_EXPORTER_OTLP_TIMEOUT: "500" };
  const service = await startServiceProcess(stack, collector);
  expect((await register(service.url, "01")).status).toBe(201);
  await service.stop("SIGTERM");
  expect(service.output()).toContain("Traces can't be sent");
  expect(service.output()).not.toContain("killed by timeout");
});

/** Prints how many modules of OpenTelemetry are loaded but for its API, which the metrics take for themselves. */
const script = `
const { parseConfig } = require("./service/src/config");
const { buildApp } = require("./service/src/app");
(async () => {
  const app = await buildApp(parseConfig(process.env), { logDestination: { write() {} } });
  console.log(Object.keys(require.cache).filter((path) => /@opentelemetry.(?!api)/.test(path)).length);
  await app.close();
})();
`;

test.each([
  ["off", {}, /^0$/],
  ["switched off", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" }, /^0$/],
  ["on", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }, /^[1-9]/],
])("tracing - %s, its modules are loaded accordingly", async (_, env, loaded) => {
  const { stdout } = await runNode(["--eval", script], { ...(await serviceEnv(stack)), ...env });
  expect(stdout.trim()).toMatch(loaded);
});
