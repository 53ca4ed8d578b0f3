import fc from "fast-check";
import { expect, test } from "vitest";
import { RefreshModel } from "./refresh-model";

/** Somebody presents the newest token that they have, and gets the answer or does not; the window ends or does not. */
const anyTurn = fc.record({
  who: fc.constantFrom("owner" as const, "thief" as const),
  answer: fc.constantFrom("received" as const, "lost" as const),
  window: fc.constantFrom("open" as const, "over" as const),
});

type Turn = typeof anyTurn extends fc.Arbitrary<infer Value> ? Value : never;

/** A session with the newest tokens that its owner and a thief have of it. */
class Rivals {
  readonly model = new RefreshModel();
  readonly newest = { owner: 0, thief: 0 };
  refusals = 0;

  take({ who, answer, window }: Turn): void {
    const token = this.newest[who];
    const outcome = this.model.present(token);
    if (outcome.kind === "refused") this.refusals += 1;
    else if (answer === "received") this.newest[who] = outcome.child;
    if (window === "over") this.endWindows();
  }

  endWindows(): void {
    for (let token = 0; token < this.model.count; token += 1) this.model.lapse(token);
  }
}

const anyTurns = fc.array(anyTurn, { maxLength: 40 });

test("refresh rules - a client alone is never refused, whatever answers it loses and however late it repeats", () => {
  fc.assert(
    fc.property(anyTurns, (turns) => {
      const rivals = new Rivals();
      for (const turn of turns) rivals.take({ ...turn, who: "owner" });
      expect(rivals.refusals).toBe(0);
      expect(rivals.model.present(rivals.newest.owner).kind).not.toBe("refused");
    }),
    { numRuns: 2_000 },
  );
});

test("refresh rules - whatever happened before, an owner and a thief can't both go on", () => {
  const turn = { answer: "received", window: "over" } as const;
  fc.assert(
    fc.property(anyTurns, anyTurns, fc.constantFrom(true, false), (before, after, ownerFirst) => {
      const rivals = new Rivals();
      for (const one of before) rivals.take({ ...one, who: "owner" });
      rivals.newest.thief = rivals.newest.owner;
      for (const one of after) rivals.take(one);
      rivals.endWindows();
      const [first, second] = ownerFirst ? (["owner", "thief"] as const) : (["thief", "owner"] as const);
      for (const who of [first, second, first]) rivals.take({ ...turn, who });
      expect(rivals.refusals).toBeGreaterThan(0);
      expect(rivals.model.hasEnded).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
