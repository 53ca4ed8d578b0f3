import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import fc from "fast-check";
import type { FastifyInstance, InjectOptions } from "fastify";
import { beforeAll, expect, test } from "vitest";
import {
  createRefreshToken,
  encodeRefreshToken,
  familyId,
  refreshTokenHashes,
} from "../../../service/src/tokens/refresh-token";
import { afterFile } from "../../support/after-file";
import { newSession, startApp, startStack, withoutMessaging } from "../support";
import { exampleOf, exampleToken, requestsTo, type WireRequest } from "./arbitraries";
import { operations } from "./documented";

/** FUZZ_SEED repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const finished = afterFile();
let app: FastifyInstance;
let passwordHash: string;

beforeAll(async () => {
  console.info(`Fuzzing: FUZZ_SEED=${seed}`);
  const { config } = await startStack(finished);
  ({ app } = await startApp(withoutMessaging(config), finished));
  passwordHash = await app.passwords.hash(exampleOf("Credentials", "password"), { purpose: "login" });
});

/** A user with a session, and what the document's examples stand for because of them. */
async function someone(): Promise<Record<string, string>> {
  const user = {
    id: randomUUID(),
    email: `${randomUUID()}@example.com`,
    name: "A",
    createdAt: now(),
    passwordHash,
  };
  await app.users.create(user, undefined);
  const token = createRefreshToken(user.id);
  const { sessionId } = token;
  const session = newSession({ id: sessionId, userId: user.id, passwordHash, ...refreshTokenHashes(token) });
  await app.sessions.open(session, undefined);
  return {
    [exampleOf("Credentials", "email")]: user.email,
    [exampleOf("Session", "id")]: sessionId,
    [exampleOf("Refresh", "refreshToken")]: encodeRefreshToken(token),
    [exampleToken]: app.accessTokens.issue({ ...token, family: familyId(token) }).token,
  };
}

const now = () => new Date().toISOString();

function fill(text: string, real: Readonly<Record<string, string>>): string {
  return Object.entries(real).reduce((filled, [example, value]) => filled.replaceAll(example, value), text);
}

async function send(method: string, request: WireRequest, remoteAddress: string) {
  const real = await someone();
  // The address of a registration has to be free for it to succeed.
  if (request.path.startsWith("/auth/register")) {
    real[exampleOf("Credentials", "email")] = `${randomUUID()}@example.com`;
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, fill(value, real)]);
  return app.inject({
    method: method as InjectOptions["method"] & string,
    url: fill(request.path, real),
    headers: Object.fromEntries(headers),
    remoteAddress,
    ...(request.body !== undefined && { payload: fill(request.body, real) }),
  });
}

test.each(operations)(
  "fuzzing - $method $path never fails, whatever it is sent, and answers as documented",
  async ({ method, path, operation }) => {
    const statuses = new Map<number, number>();
    const property = fc.asyncProperty(requestsTo(path, operation), fc.ipV4(), async (request, address) => {
      const { statusCode } = await send(method, request, address);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      expect(statusCode < 500 || statusCode === 503).toBe(true);
    });
    await fc.assert(property, { seed, numRuns: 200 });
    expect([...statuses.keys()].some((status) => status < 300)).toBe(true);
  },
);

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;

test("fuzzing - paths and methods that are not there are refused as documented", async () => {
  const path = fc.oneof(fc.webPath(), fc.constantFrom(...operations.map(({ path }) => path)));
  const property = fc.asyncProperty(fc.constantFrom(...methods), path, async (method, url) => {
    const { statusCode } = await app.inject({ method, url: url || "/" });
    expect(statusCode).toBeLessThan(500);
  });
  await fc.assert(property, { seed, numRuns: 500 });
});

test("fuzzing - bytes that are hardly HTTP get a problem, or nothing", async () => {
  const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
  const lines = fc.oneof(
    fc.constantFrom(
      "GET /auth/me HTTP/1.1",
      "Host: a",
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
      "",
      "5",
    ),
    fc.string({ unit: "binary", maxLength: 30 }),
  );
  const property = fc.asyncProperty(fc.array(lines, { maxLength: 8 }), async (request) => {
    const answer = await exchange(port, `${request.join("\r\n")}\r\n\r\n`);
    expect(answer).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
  });
  await fc.assert(property, { seed, numRuns: 300 });
  expect((await app.inject("/.well-known/jwks.json")).statusCode).toBe(200);
});

/** Sends bytes, ends, and returns what comes back. A reset that follows the answer is no answer of another kind. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {});
    socket.once("close", () => resolve(received));
  });
}
