import { apiDocsProblems } from "./api-docs";
import { type Env, parseEnv } from "./env";
import { lifetimePairs, lifetimeProblems } from "./lifetimes";
import type { ConfigProblem } from "./problem";
import { proxyProblems, proxyProtocolProblems } from "./proxies";
import { shutdownProblems } from "./shutdown";

export { type Env, type FileKey, fixOf } from "./env";
export type { ConfigProblem } from "./problem";
export { trustedProxies } from "./proxies";
export { parseServiceContract, renderServiceContract, type ServiceContract } from "./service-contract";
export { type ShutdownSeconds, shutdownSeconds } from "./shutdown";

/** What its pattern can't say of a variable, or what several have to keep to together. */
interface Rule {
  /** The rule is asked only where each of these is right by itself. */
  readonly of: readonly (keyof Env)[];
  readonly problems: (env: Env) => readonly ConfigProblem[];
}

const rules: readonly Rule[] = [
  { of: ["TRUSTED_PROXIES"], problems: proxyProblems },
  { of: ["PROXY_PROTOCOL", "TRUSTED_PROXIES"], problems: proxyProtocolProblems },
  { of: ["API_DOCS", "ENVIRONMENT"], problems: apiDocsProblems },
  ...lifetimePairs.map((of) => ({ of, problems: (env: Env) => lifetimeProblems(of, env) })),
  { of: ["SHUTDOWN_DELAY", "TERMINATION_GRACE"], problems: shutdownProblems },
];

/**
 * The variables of the service, checked alone and together; the files that they name are not looked at. It is the one
 * parser of them: the service starts with it, and a stack is held to it before anything is created.
 */
export function parseEnvironment(env: Readonly<Record<string, string | undefined>>): {
  readonly values: Env;
  readonly problems: readonly ConfigProblem[];
} {
  const { values, problems } = parseEnv(env);
  const wrong = new Set(problems.map(({ key }) => key));
  const askable = rules.filter(({ of }) => !of.some((key) => wrong.has(key)));
  return { values, problems: [...problems, ...askable.flatMap((rule) => rule.problems(values))] };
}
