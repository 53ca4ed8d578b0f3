/** The order of the project's parts. */
export interface Layers {
  /** Wings, each with those that it may import from. */
  readonly wings: Readonly<Record<string, readonly string[]>>;
  /** Folders, each with its rooms (folders and files), which import only from those that come after them. */
  readonly rooms: Readonly<Record<string, readonly string[]>>;
}

/** Packages that only these files import from, tests included, so that a move to another package touches these alone. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  nats: [
    "infra/provider/nats-client.ts",
    "service/src/nats/client.ts",
    "service/consumer/src/nats-client.ts",
    "tools/lib/nats-client.ts",
    "test/support/nats-client.ts",
    // Its reader will copy it into a program that has the package.
    "docs/examples/live-events.ts",
  ],
};

/** The project's own. What is new gets its place here: before what it imports, after what imports it. */
export const layers: Layers = {
  wings: {
    tools: ["infra", "service", "stream-config"],
    docs: ["service", "stream-config"],
    infra: ["stream-config"],
    service: ["stream-config"],
    "stream-config": [],
  },
  rooms: {
    tools: ["commands", "bench", "up", "stack", "images", "local", "cluster", "toolchain", "lib"],
    infra: [
      "policy",
      "index.ts",
      "ownership.ts",
      "demand-policies.ts",
      "demand-contract.ts",
      "load-config.ts",
      "components",
      "provider",
      "nats-conf",
      "config",
      "places.ts",
    ],
    "infra/provider": [
      "sdk",
      "index.ts",
      "grpc.ts",
      "operations.ts",
      "schema.ts",
      "engine.ts",
      "check.ts",
      "authstack.ts",
      "stack",
      "provider.ts",
      "nats-servers",
      "keys",
      "diff.ts",
      "wire.ts",
      "consumer",
      "stream",
      "snapshot",
      "settings",
      "api",
      "kubernetes",
      "nats-client.ts",
      "while-running.ts",
      "resource.ts",
      "errors.ts",
    ],
    service: ["src", "replay", "consumer"],
    "service/src": [
      "server.ts",
      "commands",
      "describe-api.ts",
      "app.ts",
      "routes",
      "admin",
      "plugins",
      "tracing",
      "events.ts",
      "dead-letters",
      "api",
      "admission",
      "outbox",
      "nats",
      "http",
      "problems",
      "store",
      "tokens",
      "metrics",
      "log",
      "config",
      "passwords",
      "version.ts",
    ],
    "stream-config": [
      "review",
      "index.ts",
      "validate",
      "render",
      "environment",
      "contract.ts",
      "users",
      "changes",
      "settings",
      "amounts.ts",
      "acl",
      "subjects.ts",
      "quote.ts",
      "consumers",
      "events",
      "streams",
      "units.ts",
      "consequence.ts",
    ],
  },
};
