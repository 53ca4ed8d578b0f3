import fc from "fast-check";
import { expect, test } from "vitest";
import { Lane, laneOf, laneSize } from "../../../service/src/outbox/lane";
import type { StoredEntry } from "../../../service/src/outbox/stored-entry";

function entryOf(userId: string, index: number): StoredEntry {
  const event = {
    subject: "s",
    data: { userId, timestamp: "" },
    metadata: { service: "", version: "", environment: "" },
  };
  return { streamId: `${index}-0`, id: String(index), body: "", traceparent: "", requestId: "", event };
}

/** As Redis reads a range: "(" leaves the first one out. */
function page(outbox: readonly StoredEntry[], from: string, last: number): StoredEntry[] {
  const start = Number.parseInt(from.replace("(", ""), 10) + (from.startsWith("(") ? 1 : 0);
  return outbox.slice(start, last + 1).slice(0, 64);
}

/** What is offered to the lane and what is taken from it, in any order. */
const steps = fc.array(fc.constantFrom("offer", "take", "offer while refilling"), { maxLength: 600 });
const owners = fc.array(fc.constantFrom("me", "me", "me", "other"), { maxLength: 300 });

test("lane - holds so many and leaves the rest, and every entry comes out once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(owners, steps, async (users, todo) => {
      const outbox = users.map(entryOf);
      const lane = new Lane("me");
      const taken: string[] = [];
      let [offered, held] = [0, 0];
      const offer = () => {
        const entry = outbox[offered];
        if (entry === undefined) return;
        offered += 1;
        if (laneOf(entry) === "me" && lane.offer(entry)) held += 1;
      };
      const take = async (during: () => void) => {
        if (lane.first === undefined && lane.hasLeft) {
          const last = offered - 1;
          held += await lane.refill(async (from) => {
            during();
            return page(outbox, from, last);
          });
        }
        expect(held).toBeLessThanOrEqual(laneSize);
        if (lane.first === undefined) return;
        taken.push(lane.first.streamId);
        lane.shift();
        held -= 1;
      };
      for (const step of todo) {
        if (step === "offer") offer();
        else await take(step === "take" ? () => undefined : offer);
      }
      while (offered < outbox.length) offer();
      while (lane.first !== undefined || lane.hasLeft) await take(() => undefined);
      expect(taken).toEqual(outbox.filter((entry) => laneOf(entry) === "me").map(({ streamId }) => streamId));
    }),
  );
});
