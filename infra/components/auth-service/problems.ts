import { type Env, parseEnvironment } from "../../../stream-config/environment";
import type { StackConfig } from "../../config/schema";
import { serviceVariables } from "./environment";

/** A value that the service would not start with, and the key of the stack's configuration that it comes from. */
export interface ServiceProblem {
  /** Left out where no key of the stack's configuration says it. */
  readonly key?: string;
  /** The value, as the service would name it. */
  readonly refused: string;
}

/** What each variable comes from. */
const keys: Readonly<Partial<Record<keyof Env, string>>> = {
  ISSUER: "authService.issuer",
  PASSWORD_MIN_LENGTH: "authService.passwordMinLength",
  PASSWORD_BLOCKED_WORDS: "authService.passwordBlockedWords",
  PASSWORD_HASH_MEMORY: "authService.passwordHashMemory",
  PASSWORD_HASH_PASSES: "authService.passwordHashPasses",
  PASSWORD_HASH_LANES: "authService.passwordHashLanes",
  REGISTRATIONS_PER_HOUR: "authService.registrationsPerHour",
  PROXY_PROTOCOL: "authService.proxyProtocol",
  TRUSTED_PROXIES: "authService.trustedProxies",
  OTEL_EXPORTER_OTLP_ENDPOINT: "authService.otlpEndpoint",
};

/** What the service would refuse of what the stack would give it: its own parser says so, before anything is made. */
export function serviceProblems(config: StackConfig): ServiceProblem[] {
  return parseEnvironment(serviceVariables(config)).problems.map(({ key: variable, value, fix }) => {
    const key = keys[variable as keyof Env];
    const refused = JSON.stringify(value ?? "");
    return key === undefined ? { refused: `${variable} is ${refused}: ${fix}` } : { key, refused };
  });
}
