import type { FastifyInstance, InjectOptions } from "fastify";
import { beforeAll, expect, test } from "vitest";
import { replyMeanings } from "../../../service/src/store/error-reply";
import { keys } from "../../../service/src/store/keys";
import { afterFile } from "../../support/after-file";
import { operations } from "../api/documented";
import { type GoodRequest, goodRequests } from "../api/good-requests";
import { openSession, startApp, startStack, type TestApp, type TestStack, until } from "../support";
import { type FailingRedis, type Fault, startFailingRedis } from "./failing-redis";

/** As Redis 7.0 words them, and as it would if it quoted every argument. */
const texts: Readonly<Record<string, (command: readonly string[]) => string>> = {
  ASK: () => "ASK 3999 10.0.0.7:6379",
  BUSY: () => "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
  CLUSTERDOWN: () => "CLUSTERDOWN Hash slot not served",
  CROSSSLOT: () => "CROSSSLOT Keys in request don't hash to the same slot",
  ERR: ([name, ...rest]) =>
    `ERR unknown command '${name}', with args beginning with: ${rest.map((word) => `'${word}'`).join(" ")}`,
  EXECABORT: () => "EXECABORT Transaction discarded because of previous errors.",
  LOADING: () => "LOADING Redis is loading the dataset in memory",
  MASTERDOWN: () => "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  MISCONF: () => "MISCONF Errors writing to the AOF file: No space left on device",
  MOVED: () => "MOVED 3999 10.0.0.7:6379",
  NOAUTH: () => "NOAUTH Authentication required.",
  NOPERM: ([, ...rest]) => `NOPERM No permissions to access the '${rest[1]}' key`,
  NOREPLICAS: () => "NOREPLICAS Not enough good replicas to write.",
  NOSCRIPT: () => "NOSCRIPT No matching script. Please use EVAL.",
  OOM: () => "OOM command not allowed when used memory > 'maxmemory'.",
  READONLY: () => "READONLY You can't write against a read only replica.",
  TRYAGAIN: () => "TRYAGAIN Multiple keys request during rehashing of slot",
  UNKILLABLE: () => "UNKILLABLE Sorry the script already executed write commands against the dataset.",
  WRONGPASS: () => "WRONGPASS invalid username-password pair or user is disabled.",
  WRONGTYPE: () => "WRONGTYPE Operation against a key holding the wrong kind of value",
};

test("error replies - the table's are those that are tried here", () => {
  expect(Object.keys(texts)).toEqual(Object.keys(replyMeanings));
});

/** The request with its nth command, and those after it, answered by an error. Looks at the server are not counted. */
function fromNth(nth: number, text: (command: readonly string[]) => string): Fault {
  let count = 0;
  return (command) => {
    if (/^(info|memory|hello|client|auth|ping)$/i.test(command[0] ?? "")) return undefined;
    count += 1;
    return count >= nth ? text(command).replaceAll(/[\r\n]/g, " ") : undefined;
  };
}

const usual: Fault = () => undefined;

const finished = afterFile();
let stack: TestStack;
let failing: FailingRedis;
let app: FastifyInstance;
let logs: TestApp["logs"];

beforeAll(async () => {
  stack = await startStack(finished);
  failing = await startFailingRedis(stack.redis, finished);
  const config = {
    ...stack.config,
    ...wayTo(failing),
    messaging: { kind: "off" },
    logLevel: "trace",
  } as const;
  ({ app, logs } = await startApp(config, finished));
});

function wayTo({ port }: FailingRedis) {
  return { redis: { ...stack.config.redis, port } };
}

function send({ email: _, ...request }: GoodRequest, method: string, path: string) {
  return app.inject({ method: method as InjectOptions["method"] & string, url: path, ...request });
}

async function hashesIn({ redis }: FastifyInstance): Promise<string[]> {
  const sessions: string[] = [];
  for await (const found of redis.scanStream({ match: "session:*" })) sessions.push(...(found as string[]));
  const stored = await Promise.all(sessions.map((key) => redis.hmget(key, "familyHash", "tokenHash")));
  return stored.flat().filter((hash) => hash !== null);
}

async function forgetFailures({ redis }: FastifyInstance): Promise<void> {
  for await (const found of redis.scanStream({ match: "throttle:*" })) {
    if ((found as string[]).length > 0) await redis.del(found as string[]);
  }
}

test.each(Object.entries(replyMeanings))(
  "error replies - %s from any call of any route is answered as the table says, and tells the log no argument",
  async (word, meaning) => {
    logs.length = 0;
    for (const { method, path, operation } of operations) {
      const request = await goodRequests[operation.operationId]!(app);
      for (let nth = 1; ; nth += 1) {
        failing.failWith(fromNth(nth, texts[word]!));
        const response = await send(request, method, path);
        failing.failWith(usual);
        await until(() => app.redis.status === "ready");
        if (response.statusCode < 300) break;
        expect([path, nth, response.statusCode]).toEqual([path, nth, meaning === "fault" ? 500 : 503]);
        await forgetFailures(app);
      }
    }
    const secrets = [/@example\.com/, /Test User/, /argon2/, /password123/];
    const text = JSON.stringify(logs);
    for (const secret of secrets) expect(text).not.toMatch(secret);
    for (const hash of await hashesIn(app)) expect(text).not.toContain(hash);
    expect(text).toContain(word);
  },
);

test("error replies - the relay gets over each of them, and tells the log nothing of the events", async () => {
  const { app, logs } = await startApp({ ...stack.config, ...wayTo(failing), logLevel: "trace" });
  await until(() => logs.some(({ msg }) => msg === "JetStream stream 'auth-events' ready"));
  for (const text of Object.values(texts)) {
    logs.length = 0;
    await stack.nats.stop("SIGKILL");
    await openSession(app);
    failing.failWith(fromNth(1, text));
    await stack.nats.start();
    await until(() => logs.some(({ msg, reason }) => msg === "Relay interrupted" && reason !== undefined));
    failing.failWith(usual);
    await until(async () => (await app.redis.xlen(keys.outbox).catch(() => -1)) === 0, 30);
    expect(JSON.stringify(logs)).not.toMatch(/@example\.com|Test User|argon2/);
  }
});
