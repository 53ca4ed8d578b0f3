import type { FastifyInstance, InjectOptions } from "fastify";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type ProblemName, problemUri } from "../../../service/src/problems/table";
import { keys } from "../../../service/src/store/keys";
import { afterFile } from "../../support/after-file";
import { fillTo, smallStore } from "../store/full";
import { prolongWaits } from "../store/throttle";
import { post, startApp, startStack, type TestStack, until } from "../support";
import { operations } from "./documented";
import { type GoodRequest, goodRequests } from "./good-requests";
import { documentedFetch } from "./watch";

const finished = afterFile();
let stack: TestStack;
let app: FastifyInstance;

beforeAll(async () => {
  stack = await startStack(finished);
  const tokens = { ...stack.config.tokens, refreshBurst: 3 };
  ({ app } = await startApp({ ...stack.config, tokens }, finished));
});

type Operation = (typeof operations)[number];

/** Every documented answer: of each operation its statuses, and where it is an error each of its problems. */
const documented = operations.flatMap((operation) =>
  Object.entries(operation.operation.responses).flatMap(([status, { content }]) => {
    const problems = Object.keys(content?.["application/problem+json"]?.examples ?? {}) as ProblemName[];
    const answers = problems.length > 0 ? problems : ["success" as const];
    return answers.map((answer) => ({ ...operation, status: Number(status), answer }));
  }),
);

function send(to: Operation, { email: _, ...request }: GoodRequest) {
  const method = to.method as InjectOptions["method"] & string;
  return app.inject({ method, url: to.path, ...request });
}

function prepare({ operation }: Operation): Promise<GoodRequest> {
  return goodRequests[operation.operationId]!(app);
}

const json = (payload: string) => ({ payload, headers: { "content-type": "application/json" } });

/** How a request that would succeed has to be changed, or what has to happen before it, for each problem. */
const changes: Partial<
  Record<ProblemName | "success", (request: GoodRequest, to: Operation) => GoodRequest | Promise<GoodRequest>>
> = {
  success: (request) => request,
  "invalid-request": (request) =>
    request.payload === undefined
      ? withBody(request, json(JSON.stringify("\ud800")))
      : { ...request, payload: {} },
  "malformed-json": (request) => withBody(request, json("{")),
  "payload-too-large": (request) => withBody(request, json(JSON.stringify("x".repeat(70_000)))),
  "unsupported-media-type": (request) =>
    withBody(request, { payload: "x", headers: { "content-type": "text/plain" } }),
  "missing-token": ({ headers: _, ...request }) => request,
  "invalid-token": (request) => ({ ...request, headers: { authorization: "Bearer x.y.z" } }),
  "wrong-password": (request) => withField(request, "currentPassword", "password124"),
  "invalid-credentials": (request) => withField(request, "password", "password124"),
  "invalid-refresh-token": (request) => withField(request, "refreshToken", "x"),
  "email-taken": async (request, to) => {
    await send(to, request);
    return request;
  },
  "not-found": (request) => ({ ...request, url: "/auth/sessions/3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90" }),
  "too-many-refreshes": async (request, to) => {
    let payload = request.payload as { refreshToken: string };
    const { refreshBurst } = app.config.tokens;
    for (let time = 0; time < refreshBurst; time += 1) payload = (await send(to, { payload })).json();
    return { payload };
  },
  "too-many-attempts": async (request, to) => {
    const wrong = withField(request, passwordFieldOf(request), "password124");
    await until(async () => (await send(to, wrong)).json().type === problemUri("too-many-attempts"));
    await prolongWaits(app);
    return request;
  },
  "too-many-at-once": async (request, to) => {
    const wrong = withField(request, passwordFieldOf(request), "password124");
    const others = Promise.all(Array.from({ length: 60 }, () => send(to, wrong)));
    onTestFinished(async () => void (await others));
    return request;
  },
  "too-many-registrations": async (request) => {
    const counter = "registrations:127.0.0.1";
    await app.redis.zadd(keys.networkWaits, Date.now() + 600_000, counter);
    onTestFinished(async () => void (await app.redis.zrem(keys.networkWaits, counter)));
    return request;
  },
};

function passwordFieldOf({ payload }: GoodRequest): string {
  return payload !== null && typeof payload === "object" && "password" in payload
    ? "password"
    : "currentPassword";
}

function withBody(request: GoodRequest, { payload, headers }: ReturnType<typeof json>): GoodRequest {
  return { ...request, payload, headers: { ...request.headers, ...headers } };
}

function withField(request: GoodRequest, name: string, value: string): GoodRequest {
  return { ...request, payload: { ...(request.payload as object), [name]: value } };
}

/** States of the service rather than of a request; each has a test below. */
const states: readonly string[] = ["internal-error", "overloaded", "store-full", "store-unavailable"];

test.each(documented.filter(({ answer }) => !states.includes(answer)))(
  "documented answers - $method $path is made to answer $status $answer",
  async ({ status, answer, ...to }) => {
    const request = await changes[answer]!(await prepare(to), to);
    const response = await send(to, request);
    expect(response.statusCode).toBe(status);
    if (answer !== "success") expect(response.json().type).toBe(`urn:auth-stack:problem:${answer}`);
  },
);

/** What fails in a way that nobody foresaw, by operation. */
const faults: Readonly<Record<string, () => void>> = {
  register: () => vi.spyOn(app.users, "create").mockRejectedValueOnce(new Error("fault")),
  login: () => vi.spyOn(app.users, "findByEmail").mockRejectedValueOnce(new Error("fault")),
  refresh: () => vi.spyOn(app.sessions, "rotate").mockRejectedValueOnce(new Error("fault")),
  logout: () => vi.spyOn(app.sessions, "end").mockRejectedValueOnce(new Error("fault")),
  revoke: () => vi.spyOn(app.userSessions, "revoke").mockRejectedValueOnce(new Error("fault")),
  me: () => vi.spyOn(app.users, "find").mockRejectedValueOnce(new Error("fault")),
  erase: () => vi.spyOn(app.accounts, "erase").mockRejectedValueOnce(new Error("fault")),
  changePassword: () => vi.spyOn(app.accounts, "changePassword").mockRejectedValueOnce(new Error("fault")),
  listSessions: () => vi.spyOn(app.userSessions, "list").mockRejectedValueOnce(new Error("fault")),
  endSession: () => vi.spyOn(app.userSessions, "revoke").mockRejectedValueOnce(new Error("fault")),
  endOtherSessions: () =>
    vi.spyOn(app.userSessions, "revokeOthers").mockRejectedValueOnce(new Error("fault")),
  keys: () =>
    vi.spyOn(app.accessTokens, "jwks", "get").mockImplementationOnce(() => {
      throw new Error("fault");
    }),
};

test.each(operations)("documented answers - $method $path answers 500 to a fault", async (to) => {
  const request = await prepare(to);
  faults[to.operation.operationId]!();
  const response = await send(to, request);
  expect(response.json()).toMatchObject({ type: "urn:auth-stack:problem:internal-error", status: 500 });
  expect(response.body).not.toContain("fault");
});

test("documented answers - every request is shed while there is no room for it", async () => {
  const { listen } = stack.config;
  const limits = { ...listen.limits, requests: 0 };
  const { app: busy } = await startApp({ ...stack.config, listen: { ...listen, limits } });
  const url = await busy.listen({ host: listen.host, port: 0 });
  for (const { method, path } of [...operations, { method: "GET", path: "/nothing" }]) {
    const response = await documentedFetch(url + path, { method });
    expect(await response.json()).toMatchObject({ type: "urn:auth-stack:problem:overloaded", status: 503 });
    expect(response.headers.get("retry-after")).toBe("1");
  }
});

test("documented answers - a full store refuses what says so, and nothing else", async () => {
  const small = await startStack(undefined, { redis: smallStore });
  const { app: full } = await startApp(small.config);
  const prepared = operations.map(async (to) => ({
    to,
    request: await goodRequests[to.operation.operationId]!(full),
  }));
  const requests = await Promise.all(prepared);
  await fillTo(full.redis, 1.1);
  await until(async () => (await post(full, "/auth/refresh", { refreshToken: "x" })).statusCode === 503);
  for (const { to, request } of requests) {
    const { email: _, ...rest } = request;
    const response = await full.inject({ method: to.method as "GET", url: to.path, ...rest });
    const isRefused = documented.some((one) => one.operation === to.operation && one.answer === "store-full");
    if (isRefused)
      expect(response.json()).toMatchObject({ status: 503, type: "urn:auth-stack:problem:store-full" });
    else expect([to.path, response.statusCode < 300]).toEqual([to.path, true]);
  }
});

test("documented answers - without Redis all fail that say so, and no others", async () => {
  const requests = await Promise.all(operations.map(async (to) => ({ to, request: await prepare(to) })));
  await stack.redis.stop("SIGKILL");
  await until(() => app.redis.status !== "ready");
  for (const { to, request } of requests) {
    const response = await send(to, request);
    const failsWithout = documented.some(
      (one) => one.operation === to.operation && one.answer === "store-unavailable",
    );
    expect(response.statusCode).toBe(failsWithout ? 503 : 200);
    if (failsWithout) expect(response.json().type).toBe("urn:auth-stack:problem:store-unavailable");
  }
});
