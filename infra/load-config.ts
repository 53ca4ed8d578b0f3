import * as pulumi from "@pulumi/pulumi";
import { Value } from "typebox/value";
import { serviceProblems } from "./components/auth-service/problems";
import { readJsonTexts } from "./config/json-text";
import { ConfigError, describeProblem, findProblems } from "./config/problems";
import { type StackConfig, schema } from "./config/schema";

/** Checks raw configuration values by key. Throws ConfigError. */
export function parseConfig(raw: Readonly<Record<string, unknown>>): StackConfig {
  const value: unknown = Value.Default(schema, readJsonTexts(schema, structuredClone(raw)));
  if (!Value.Check(schema, value)) throw new ConfigError(findProblems(schema, value));
  const problems = [...findUnpinned(value), ...findRefused(value)];
  if (problems.length > 0) throw new ConfigError(problems);
  return value;
}

const prefix = "auth-stack:";

/** Reads and checks the configuration of the current stack: every key of it, known or not. Throws ConfigError. */
export function loadConfig(): StackConfig {
  const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return parseConfig(Object.fromEntries(own.map(([key, text]) => [key.slice(prefix.length), text])));
}

/** What the service would refuse to start with, by the keys that it comes from. */
function findRefused(config: StackConfig): string[] {
  return serviceProblems(config).map(({ key, refused }) =>
    key === undefined ? refused : `${describeProblem(schema, key, config)} (the service refuses ${refused})`,
  );
}

/** In production a tag could mean another image tomorrow. */
function findUnpinned({ environment, nats, redis, authService }: StackConfig): string[] {
  if (environment !== "production") return [];
  const images = {
    "nats.image": nats.image,
    "redis.image": redis.image,
    "authService.image": authService.image,
  };
  return Object.entries(images)
    .filter(([, name]) => typeof name !== "string" || !name.includes("@sha256:"))
    .map(
      ([key, name]) =>
        `auth-stack:${key} is ${JSON.stringify(name)}; in production set it to an image by digest (…@sha256:…)`,
    );
}
