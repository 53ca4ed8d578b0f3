import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { decodeRefreshToken, refreshTokenHashes } from "../../../service/src/tokens/refresh-token";
import { afterFile } from "../../support/after-file";
import { bearer, login, newUser, post, registerUser, startApp, startStack, type TestApp } from "../support";

const finished = afterFile();
const user = newUser();
const replicas: TestApp["app"][] = [];
let userId: string;

/** NATS is away, so that the outbox keeps every event. */
beforeAll(async () => {
  const stack = await startStack(finished);
  await stack.nats.stop();
  for (let replica = 0; replica < 2; replica += 1)
    replicas.push((await startApp(stack.config, finished)).app);
  userId = await registerUser(replicas[0]!, user);
});

/** A client refreshes with the token that it has, and does or does not get the answer; or something else happens. */
const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("refresh" as const),
      client: fc.nat(4),
      replica: fc.nat(1),
      answer: fc.constantFrom("received" as const, "lost" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("window ends" as const), token: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("logout" as const) }) },
);

type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

/** What the service should do: the tokens of one session in order, and which of them clients have. */
class Model {
  readonly answers: string[] = [];
  readonly lapsed = new Set<number>();
  ended = false;
  readonly held: number[];

  constructor(
    readonly tokens: string[],
    clients: number,
  ) {
    this.held = Array<number>(clients).fill(0);
  }

  /** What presenting a token leads to. */
  outcomeOf(token: number): "rotated" | "repeated" | "refused" {
    if (this.ended) return "refused";
    if (token === this.tokens.length - 1) return "rotated";
    this.ended = this.lapsed.has(token);
    return this.ended ? "refused" : "repeated";
  }
}

test("refresh - whatever two to five clients do, each token has one successor and reuse ends the session", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 5 }),
      fc.array(anyStep, { minLength: 1, maxLength: 25 }),
      async (clients, steps) => {
        const session = await login(replicas[0]!, user);
        const model = new Model([session.refreshToken], clients);
        for (const step of steps) await take(step, model, session.accessToken);
        expect(await countRotations(session.refreshToken)).toBe(model.tokens.length - 1);
      },
    ),
    { numRuns: 60 },
  );
});

async function take(step: Step, model: Model, accessToken: string): Promise<void> {
  if (step.kind === "refresh") return refresh(step, model);
  if (step.kind === "logout") {
    await post(replicas[0]!, "/auth/logout", {}, bearer(accessToken));
    model.ended = true;
    return;
  }
  const token = step.token % model.tokens.length;
  if (token < model.tokens.length - 1) model.lapsed.add(token);
  await replicas[0]!.redis.del(answerKey(model.tokens[token]!));
}

async function refresh(step: Step & { kind: "refresh" }, model: Model): Promise<void> {
  const client = step.client % model.held.length;
  const token = model.held[client]!;
  const outcome = model.outcomeOf(token);
  const payload = { refreshToken: model.tokens[token]! };
  const { statusCode, body } = await post(replicas[step.replica]!, "/auth/refresh", payload);
  expect(statusCode).toBe(outcome === "refused" ? 401 : 200);
  if (outcome === "refused") return;
  if (outcome === "repeated") expect(body).toBe(model.answers[token]);
  if (outcome === "rotated") {
    model.answers.push(body);
    model.tokens.push(JSON.parse(body).refreshToken);
  }
  if (step.answer === "received") model.held[client] = token + 1;
}

function answerKey(refreshToken: string): string {
  return keys.refreshAnswer(refreshTokenHashes(decodeRefreshToken(refreshToken)!).tokenHash);
}

/** Events of rotations of the session that a token belongs to. */
async function countRotations(refreshToken: string): Promise<number> {
  const { sessionId } = decodeRefreshToken(refreshToken)!;
  const entries = await replicas[0]!.redis.xrange(keys.outbox, "-", "+");
  const events = entries.map(([, [, , , body]]) => JSON.parse(body!));
  const rotations = events.filter(
    ({ subject, data }) => subject === "auth.user.token_refreshed" && data.sessionId === sessionId,
  );
  for (const { data } of rotations) expect(data.userId).toBe(userId);
  return rotations.length;
}
