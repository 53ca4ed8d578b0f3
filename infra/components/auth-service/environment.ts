import type * as k8s from "@pulumi/kubernetes";
import type { StackConfig } from "../../config/schema";
import { addressesIn, dirs, ports } from "../../places";
import { redisUser } from "../redis/config";

/** Files in the service's own Secret. */
export const secretFiles = {
  natsSeed: "nats-seed",
  deadLettersSeed: "nats-dead-letters-seed",
  operatorSeed: "nats-operator-seed",
  replayToken: "replay-token",
  redisPassword: "redis-password",
  signingKeys: "signing-keys.json",
} as const;

/** The file with what the service has to know of the contract. */
export const contractFile = "contract.json";

/** How the pod is stopped, in seconds: connections still come in at first, and in the end it is killed. */
export const stopSeconds = { preStop: 5, grace: 40 } as const;

/** The service's configuration as environment variables. */
export function serviceEnvironment(config: StackConfig): k8s.types.input.core.v1.EnvVar[] {
  return Object.entries(serviceVariables(config)).map(([name, value]) => ({ name, value }));
}

/** The variables by name; stream-config/environment says what the service makes of them. */
export function serviceVariables(config: StackConfig): Record<string, string> {
  const addresses = addressesIn(config.namespace);
  const secret = (file: string) => `${dirs.authService.secrets}/${file}`;
  const ca = `${dirs.authService.tls}/ca.crt`;
  return {
    HOST: "0.0.0.0",
    PORT: String(ports.authService.https),
    ADMIN_PORT: String(ports.authService.admin),
    TLS_CERT_FILE: `${dirs.authService.tls}/tls.crt`,
    TLS_KEY_FILE: `${dirs.authService.tls}/tls.key`,
    ENVIRONMENT: config.environment,
    API_DOCS: config.environment === "production" ? "off" : "on",
    ISSUER: config.authService.issuer,
    PASSWORD_MIN_LENGTH: String(config.authService.passwordMinLength),
    PASSWORD_BLOCKLIST: config.authService.passwordBlocklist ? "on" : "off",
    ...(config.authService.passwordBlockedWords.length > 0 && {
      PASSWORD_BLOCKED_WORDS: config.authService.passwordBlockedWords.join(","),
    }),
    PASSWORD_HASH_MEMORY: String(config.authService.passwordHashMemory),
    PASSWORD_HASH_PASSES: String(config.authService.passwordHashPasses),
    PASSWORD_HASH_LANES: String(config.authService.passwordHashLanes),
    REGISTRATIONS_PER_HOUR: String(config.authService.registrationsPerHour),
    TERMINATION_GRACE: `${stopSeconds.grace - stopSeconds.preStop}s`,
    LOG_PERSONAL_DATA: config.authService.logPersonalData,
    SIGNING_KEYS_FILE: secret(secretFiles.signingKeys),
    REDIS_URL: addresses.redis,
    REDIS_USERNAME: redisUser,
    REDIS_PASSWORD_FILE: secret(secretFiles.redisPassword),
    REDIS_CA_FILE: ca,
    PROXY_PROTOCOL: config.authService.proxyProtocol ? "on" : "off",
    ...(config.authService.trustedProxies.length > 0 && {
      TRUSTED_PROXIES: config.authService.trustedProxies.join(","),
    }),
    ...(config.authService.otlpEndpoint !== undefined && {
      OTEL_EXPORTER_OTLP_ENDPOINT: config.authService.otlpEndpoint,
    }),
    ...(!config.features.messageQueue
      ? { MESSAGE_QUEUE: "off" }
      : {
          MESSAGE_QUEUE: "on",
          NATS_URL: addresses.nats,
          NATS_SEED_FILE: secret(secretFiles.natsSeed),
          NATS_DEAD_LETTERS_SEED_FILE: secret(secretFiles.deadLettersSeed),
          ...(config.authService.replayEndpoint && {
            NATS_OPERATOR_SEED_FILE: secret(secretFiles.operatorSeed),
            REPLAY_TOKEN_FILE: secret(secretFiles.replayToken),
          }),
          CONTRACT_FILE: `${dirs.authService.contract}/${contractFile}`,
          NATS_CA_FILE: ca,
        }),
  };
}

/** Content of the file with the signing keys: a JWKS of the newest key and a list of those before it. */
export function signingKeysFile([newest, previous = "[]"]: [string, string | undefined]): string {
  return JSON.stringify({ keys: [JSON.parse(newest), ...JSON.parse(previous)] });
}
