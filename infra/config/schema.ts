import { IsObject, type Static, Type } from "typebox";
import { streams } from "../../stream-config";
import { leastMebibytes, mebibytes } from "./memory";

const quantity = (fallback: string) =>
  Type.String({ pattern: "^[1-9][0-9]*(Mi|Gi|Ti)$", default: fallback, description: 'a size such as "2Gi"' });
const storageClass = Type.Optional(
  Type.String({
    minLength: 1,
    description: "the name of a StorageClass; leave it out for the cluster's default",
  }),
);
const onDestroy = Type.Union([Type.Literal("retain"), Type.Literal("delete")], {
  default: "retain",
  description: '"retain" or "delete": what `pulumi destroy` does with the data',
});
const image = Type.String({
  pattern: "^[^\\s@]+(:[^\\s@]+|@sha256:[0-9a-f]{64})$",
  description: 'an image with a tag or a digest, e.g. "registry.example.com/nats@sha256:…"',
});
const built = Type.Object(
  {
    build: Type.Literal(true, { description: "true" }),
    repository: Type.String({
      minLength: 1,
      description: 'where the image goes, e.g. "registry.example.com/auth"',
    }),
    baseImage: Type.Optional(Type.String({ minLength: 1, description: "the Dockerfile's BASE_IMAGE" })),
  },
  { additionalProperties: false, description: "an image, or { build: true, repository: … }" },
);
const generation = Type.Integer({
  minimum: 1,
  default: 1,
  description: "a whole number; one higher makes new secrets",
});
const closed = { additionalProperties: false, default: {} };
const snapshotFolder = Type.Optional(
  Type.String({ minLength: 1, description: 'the folder of a snapshot, e.g. "snapshots/auth-events-…"' }),
);

/** Every key of a stack's configuration, with its default. */
export const schema = Type.Object(
  {
    environment: Type.Union(
      [Type.Literal("local"), Type.Literal("development"), Type.Literal("production")],
      { description: '"local", "development" or "production"' },
    ),
    namespace: Type.String({
      pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
      default: "auth-stack",
      description: "a Kubernetes namespace: lower-case letters, digits and dashes",
    }),
    features: Type.Object(
      { messageQueue: Type.Boolean({ default: true, description: "true or false" }) },
      closed,
    ),
    certificateGeneration: generation,
    nats: Type.Object(
      {
        image,
        replicas: Type.Union([Type.Literal(1), Type.Literal(3), Type.Literal(5)], {
          default: 3,
          description: "1, 3 or 5: a majority must be left when a server fails",
        }),
        storage: quantity("2Gi"),
        storageClass,
        onDestroy,
        snapshots: Type.Optional(
          Type.String({
            minLength: 1,
            description: 'a folder on the machine that runs Pulumi, e.g. "snapshots"',
          }),
        ),
        restoreFrom: Type.Object(
          Object.fromEntries(streams.map(({ name }) => [name, snapshotFolder])),
          closed,
        ),
        keyGeneration: generation,
      },
      closed,
    ),
    redis: Type.Object(
      {
        image,
        fsync: Type.Union([Type.Literal("always"), Type.Literal("everysec")], {
          default: "always",
          description: '"always" (nothing acknowledged is ever lost) or "everysec"',
        }),
        memory: Type.Refine(
          Type.String({
            pattern: "^[1-9][0-9]{0,5}(Mi|Gi)$",
            default: "256Mi",
            description: `a size such as "256Mi" or "4Gi", ${leastMebibytes}Mi at least`,
          }),
          (memory) => mebibytes(memory) >= leastMebibytes,
        ),
        storage: quantity("2Gi"),
        storageClass,
        onDestroy,
        keyGeneration: generation,
      },
      closed,
    ),
    authService: Type.Object(
      {
        image: Type.Union([image, built], { description: "an image, or { build: true, repository: … }" }),
        replicas: Type.Integer({
          minimum: 1,
          maximum: 100,
          default: 2,
          description: "a number from 1 to 100",
        }),
        issuer: Type.String({
          pattern: "^https?://[^\\s/]+$",
          description: 'the service\'s public URL without a path, e.g. "https://auth.example.com"',
        }),
        trustedProxies: Type.Array(Type.String({ pattern: "^[0-9a-fA-F:.]+(/[0-9]{1,3})?$" }), {
          default: [],
          description: 'a list of addresses or networks of load balancers, e.g. ["10.0.0.0/8"]',
        }),
        proxyProtocol: Type.Boolean({
          default: false,
          description: "true or false; true needs trustedProxies, the balancers that send it",
        }),
        keyGeneration: generation,
        keyLeadMinutes: Type.Integer({
          minimum: 2,
          maximum: 10_080,
          default: 60,
          description: "a number of minutes from 2 to 10080",
        }),
        revokedKeys: Type.Array(Type.String({ pattern: "^[\\w-]{43}$" }), {
          default: [],
          description: 'a list of the "kid" of signing keys that somebody may have stolen',
        }),
        passwordMinLength: Type.Integer({
          minimum: 8,
          maximum: 64,
          default: 8,
          description: "a number from 8 to 64",
        }),
        passwordBlocklist: Type.Boolean({ default: true, description: "true or false" }),
        passwordBlockedWords: Type.Array(Type.String({ pattern: "^[^,]+$" }), {
          default: [],
          description: 'a list of names that no password may be made of, e.g. ["Example", "Road Runner"]',
        }),
        passwordHashMemory: Type.Integer({
          minimum: 19,
          maximum: 64,
          default: 19,
          description: "a number of MiB from 19 to 64",
        }),
        passwordHashPasses: Type.Integer({
          minimum: 2,
          maximum: 10,
          default: 2,
          description: "a number from 2 to 10",
        }),
        passwordHashLanes: Type.Integer({
          minimum: 1,
          maximum: 4,
          default: 1,
          description: "a number from 1 to 4",
        }),
        registrationsPerHour: Type.Integer({
          minimum: 1,
          maximum: 1_000_000,
          default: 60,
          description: "a number from 1 to 1000000",
        }),
        logPersonalData: Type.Union([Type.Literal("redacted"), Type.Literal("shown")], {
          default: "redacted",
          description: '"redacted" or "shown": what the log has of an event that could not be published',
        }),
        replayEndpoint: Type.Boolean({ default: false, description: "true or false" }),
        otlpEndpoint: Type.Optional(
          Type.String({
            pattern: "^https?://[^\\s/@]+$",
            description: 'the URL of an OpenTelemetry collector, e.g. "http://collector.tracing.svc:4318"',
          }),
        ),
      },
      closed,
    ),
  },
  { additionalProperties: false },
);

/** A stack's configuration, checked and complete. */
export type StackConfig = Static<typeof schema>;

/** The image of the auth service: one that exists, or one to build. */
export type ServiceImage = StackConfig["authService"]["image"];

/** Every key of the configuration, "nats.replicas" and the like, with its default. */
export function configKeys(): { readonly key: string; readonly fallback: unknown }[] {
  return Object.entries(schema.properties).flatMap(([key, section]) =>
    IsObject(section)
      ? Object.entries(section.properties).map(([name, value]) => ({
          key: `${key}.${name}`,
          fallback: defaultOf(value),
        }))
      : [{ key, fallback: defaultOf(section) }],
  );
}

function defaultOf(schema: object): unknown {
  return "default" in schema ? schema.default : undefined;
}
