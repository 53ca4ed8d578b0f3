import type { Env, ServiceContract, ShutdownSeconds } from "../../../stream-config/environment";
import type { AdmissionLimits } from "../admission/limits";
import type { HashParameters } from "../passwords/parameters";
import type { SigningKey } from "./files";
import type { TracingConfig } from "./tracing";

/** Client side of TLS: `ca` is the PEM of the CA to trust in place of the system's. */
export interface ClientTls {
  readonly ca?: string;
}

/** Where Redis is and who we are to it. */
export interface RedisConfig {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: ClientTls;
}

/** The endpoint for replays: what its callers have to send, and the seed of the user `operator`; both secret. */
export interface ReplaysConfig {
  readonly token: string;
  readonly seed: string;
}

/** Where NATS is and who we are to it; or that there is none and no event is written. */
export type MessagingConfig =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly servers: readonly string[];
      readonly contract: ServiceContract;
      /** nkey seed, secret. */
      readonly seed: string;
      /** Seed of the user `dead-letters`, secret. Without it nothing is copied to the dead letters. */
      readonly deadLettersSeed?: string;
      /** Without it the admin port has no endpoint for replays. */
      readonly replays?: ReplaysConfig;
      readonly tls?: ClientTls;
    };

/** Everything that the service has to be told, checked. */
export interface Config {
  readonly environment: string;
  readonly logLevel: Env["LOG_LEVEL"];
  /** What the log shows of the personal data of an event that could not be published. */
  readonly logPersonalData: Env["LOG_PERSONAL_DATA"];
  /** Whether the OpenAPI document and a page to browse it are served; never in production. */
  readonly apiDocs: Env["API_DOCS"];
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly adminPort: number;
    /** Addresses and networks whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** Whether these begin each connection with the address of its client. */
    readonly proxyProtocol: Env["PROXY_PROTOCOL"];
    readonly limits: AdmissionLimits;
    readonly tls?: { readonly cert: string; readonly key: string };
  };
  readonly tokens: {
    readonly issuer: string;
    readonly accessTtlSeconds: number;
    readonly refreshTtlSeconds: number;
    readonly sessionTtlSeconds: number;
    readonly refreshRepeatSeconds: number;
    readonly refreshBurst: number;
    readonly refreshIntervalSeconds: number;
    /** In any order; their `nbf` says which of them signs when. */
    readonly signingKeys: readonly SigningKey[];
  };
  /** How many registrations an hour a network may try before any of its users has logged in. */
  readonly registrationsPerHour: number;
  readonly passwordMinLength: number;
  /** What new hashes cost; older ones are made anew at the next login. */
  readonly passwordHash: HashParameters;
  /** Whether common passwords are refused, and such as are made of the organisation's words. */
  readonly passwordBlocklist:
    | { readonly kind: "off" }
    | { readonly kind: "on"; readonly words: readonly string[] };
  readonly redis: RedisConfig;
  readonly messaging: MessagingConfig;
  readonly tracing: TracingConfig;
  /** Requests are still taken for the delay, while load balancers learn that readiness is gone. */
  readonly shutdown: ShutdownSeconds;
}
