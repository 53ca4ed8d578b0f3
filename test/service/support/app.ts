import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { buildApp, type Dependencies } from "../../../service/src/app";
import type { Config } from "../../../service/src/config";
import type { OnFinished } from "../../support/servers";
import { watchAnswers } from "../api/watch";
import { until } from "./until";

/** The service under test and the log lines that it has written. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly logs: Record<string, unknown>[];
}

/**
 * Starts a service whose answers are compared with its document; it is closed after the test. Resolves when it has
 * Redis, unless told not to wait.
 */
export async function startApp(
  config: Config,
  onFinished: OnFinished = onTestFinished,
  dependencies: Dependencies = {},
  redis: "wait" | "don't wait" = "wait",
): Promise<TestApp> {
  const logs: Record<string, unknown>[] = [];
  const logDestination = { write: (line: string) => void logs.push(JSON.parse(line)) };
  const app = await buildApp(config, { logDestination, ...dependencies });
  watchAnswers(app, onFinished);
  onFinished(() => app.close());
  if (redis === "wait") await until(() => app.redis.status === "ready");
  return { app, logs };
}

/** Sends a JSON body to a route. */
export function post(app: FastifyInstance, url: string, payload: object, headers = {}) {
  return app.inject({ method: "POST", url, payload, headers });
}

/** Header of a request that carries an access token. */
export function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}
