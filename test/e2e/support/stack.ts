import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import type { UserName } from "../../../stream-config";
import {
  type ClientSecret,
  connectClient,
  type NatsClient,
  readClientSecret,
} from "../../../tools/stack/client";
import * as tools from "../../../tools/stack/pulumi";
import { readTarget } from "../../../tools/stack/target";
import type { ConnectionOptions } from "../../support/nats-client";

/** The stack that `make test` has brought up. */
export const target = readTarget();
export const namespace = "auth-stack";

/** The service as a person at this machine reaches it. */
export const serviceUrl = "http://127.0.0.1:3001";

/** Runs kubectl in the stack's namespace. */
export function kubectl(...args: string[]): Promise<string> {
  return tools.kubectl(target, ["--namespace", namespace, ...args]);
}

/** Runs pulumi on stack `local`. */
export function pulumi(...args: string[]): Promise<string> {
  return tools.pulumi(target, [...args, "--stack", tools.localStack]);
}

/** Sets a generation of the stack's keys one higher; it stays, because a lower one is refused. */
export async function raiseGeneration(key: string): Promise<void> {
  const before = await pulumi("config", "get", "--path", key).catch(() => "1");
  await pulumi("config", "set", "--path", "--plaintext", key, String(Number(before) + 1));
}

/** A user that no one has registered yet. */
export function newUser(): { email: string; password: string; name: string } {
  return { email: `${randomUUID()}@example.com`, password: "password123", name: "Test User" };
}

/** Sends a JSON body to the service. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${serviceUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

/** Registers a new user; throws unless the service answers 201. */
export async function register(): Promise<{ id: string; email: string; password: string }> {
  const user = newUser();
  const answer = await post("/auth/register", user);
  if (answer.status !== 201)
    throw new Error(`registration answered ${answer.status}: ${await answer.text()}`);
  const { user: created } = (await answer.json()) as { user: { id: string } };
  return { ...user, id: created.id };
}

/** What the user's Secret in the cluster holds. */
export function secretOf(user: UserName): Promise<ClientSecret> {
  return readClientSecret(target, user);
}

/** A connection as a user, closed after the test. */
export async function connectAs(user: UserName, options?: ConnectionOptions): Promise<NatsClient> {
  const client = await connectClient(target, await secretOf(user), options);
  onTestFinished(client.close);
  return client;
}

/** Waits until every pod of a part is ready. `part` is "statefulset/nats" or the like. */
export async function waitForRollout(part: string): Promise<void> {
  await kubectl("rollout", "status", part, "--timeout=240s");
}
