import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { keys } from "../../../service/src/store/keys";
import { decodeRefreshToken } from "../../../service/src/tokens/refresh-token";
import { afterFile } from "../../support/after-file";
import { bearer, login, newUser, post, registerUser, startApp, startStack, type TestApp } from "../support";
import { RefreshModel } from "./refresh-model";
import { answerKey, statusOf } from "./user-sessions";

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

/**
 * A client refreshes with the token that it has, and does or does not get the answer; one steals another's newest
 * token; or something else happens.
 */
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
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("theft" as const), thief: fc.nat(4), victim: fc.nat(4) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("window ends" as const), token: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("logout" as const) }) },
);

type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

interface Handed {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A session at the service, the model of it, and which tokens clients have. */
class Run {
  readonly model = new RefreshModel();
  readonly handed: Handed[];
  readonly answers = new Map<number, string>();
  readonly held: number[];

  constructor(first: Handed, clients: number) {
    this.handed = [first];
    this.held = Array<number>(clients).fill(0);
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "refresh":
        return this.#refresh(step);
      case "theft":
        this.held[step.thief % this.held.length] = this.held[step.victim % this.held.length]!;
        return;
      case "window ends":
        return this.#endWindow(step.token % this.handed.length);
      case "logout":
        return this.#logOut();
    }
  }

  async #refresh({ client, replica, answer }: Step & { kind: "refresh" }): Promise<void> {
    const token = this.held[client % this.held.length]!;
    const outcome = this.model.present(token);
    const { refreshToken } = this.handed[token]!;
    const { statusCode, body } = await post(replicas[replica]!, "/auth/refresh", { refreshToken });
    expect(statusCode).toBe(outcome.kind === "refused" ? 401 : 200);
    if (outcome.kind === "refused") return;
    if (outcome.kind === "repeated") expect(body).toBe(this.answers.get(outcome.child));
    this.answers.set(outcome.child, body);
    this.handed[outcome.child] = JSON.parse(body);
    if (answer === "received") this.held[client % this.held.length] = outcome.child;
  }

  async #endWindow(token: number): Promise<void> {
    this.model.lapse(token);
    await replicas[0]!.redis.del(answerKey(this.handed[token]!.refreshToken));
  }

  /** With the newest access token that is good; there is one until the session has ended. */
  async #logOut(): Promise<void> {
    const { accessToken } =
      this.handed.findLast((_, token) => this.model.isAccessGood(token)) ?? this.handed[0]!;
    await post(replicas[0]!, "/auth/logout", {}, bearer(accessToken));
    this.model.end();
  }
}

test("refresh - whatever two to five clients and thieves do, the service does what the rules say", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 5 }),
      fc.array(anyStep, { minLength: 1, maxLength: 25 }),
      async (clients, steps) => {
        const run = new Run(await login(replicas[0]!, user), clients);
        for (const step of steps) await run.take(step);
        expect(await countRotations(run.handed[0]!.refreshToken)).toBe(run.model.count - 1);
        const statuses = run.handed.map(({ accessToken }) => statusOf(replicas[1]!, accessToken));
        const expected = run.handed.map((_, token) => (run.model.isAccessGood(token) ? 200 : 401));
        expect(await Promise.all(statuses)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

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
