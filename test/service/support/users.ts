import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { passwordQueue } from "../../../service/src/passwords/password-hasher";
import type { NewSession } from "../../../service/src/store/sessions";

let users = 0;

/** Input for a registration that no other test has. */
export function newUser() {
  users += 1;
  return { email: `user-${users}-${process.pid}@example.com`, password: "password123", name: "Test User" };
}

export type NewUser = ReturnType<typeof newUser>;

/** Registers a user and returns its id. */
export async function registerUser(app: FastifyInstance, user: NewUser = newUser()): Promise<string> {
  const response = await app.inject({ method: "POST", url: "/auth/register", payload: user });
  if (response.statusCode !== 201) throw new Error(response.body);
  return response.json().user.id;
}

/** Registers a user, logs in and returns the tokens. */
export async function openSession(app: FastifyInstance, user: NewUser = newUser()) {
  const userId = await registerUser(app, user);
  return { userId, ...(await login(app, user)) };
}

/** Logs a registered user in and returns the tokens. */
export async function login(app: FastifyInstance, { email, password }: NewUser) {
  const response = await app.inject({ method: "POST", url: "/auth/login", payload: { email, password } });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<{ accessToken: string; refreshToken: string }>();
}

/** A session to open in the store, begun now; what is given counts. */
export function newSession(
  given: Pick<NewSession, "userId" | "passwordHash"> & Partial<NewSession>,
): NewSession {
  const now = Math.floor(Date.now() / 1000);
  return {
    id: randomUUID(),
    familyHash: "f",
    tokenHash: "t",
    createdAt: new Date().toISOString(),
    endsAt: now + 7200,
    access: { tokenId: randomUUID(), expiresAt: now + 600 },
    ip: "192.0.2.1",
    ...given,
  };
}

/** Limits of a queue for hashing in which any purpose may have as many wait. */
export function queueOf(running: number, waiting: number): typeof passwordQueue {
  const share = { waiting, weight: 1 };
  return { running, shares: { "known-client": share, login: share, registration: share } };
}
