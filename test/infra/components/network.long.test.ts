import { expect, test, vi } from "vitest";
import { ports } from "../../../infra/places";
import { declaredBy } from "../policy/support/program";

// The transform adds annotations; it needs an engine, and there is none.
vi.mock("../../../infra/ownership", () => ({ ownKubernetesObjects: () => {} }));

const config = {
  "auth-stack:environment": "development",
  "auth-stack:nats": { image: "nats:2.15.2" },
  "auth-stack:redis": { image: "redis:7" },
};

/** The openings of the auth service in a stack with these settings of it. */
async function openings(authService: object) {
  const service = { image: "auth:1", issuer: "https://auth.example.com", ...authService };
  const declared = await declaredBy({ ...config, "auth-stack:authService": service });
  const policy = declared.find(
    ({ type, name }) => type.endsWith(":NetworkPolicy") && name === "auth-service",
  );
  return policy!.props as { readonly spec: { readonly ingress: unknown[]; readonly egress: unknown[] } };
}

const to = (port: number) => [{ protocol: "TCP", port }];

test("network - the service's metrics are open to labelled pods of any namespace, and to nobody else", async () => {
  const {
    spec: { ingress },
  } = await openings({});
  expect(ingress).toContainEqual({
    ports: to(ports.authService.admin),
    from: [{ namespaceSelector: {}, podSelector: { matchLabels: { "auth-stack/metrics-client": "true" } } }],
  });
  expect(ingress).toHaveLength(2);
});

test("network - the port of a collector of traces is open where there is one", async () => {
  const without = await openings({});
  const withPort = await openings({ otlpEndpoint: "http://collector.tracing.svc:4318" });
  const withoutPort = await openings({ otlpEndpoint: "https://collector.example.com" });
  expect(withPort.spec.egress).toContainEqual({ ports: to(4318) });
  expect(withoutPort.spec.egress).toContainEqual({ ports: to(443) });
  expect(withPort.spec.egress).toHaveLength(without.spec.egress.length + 1);
});
