import { beforeAll, expect, test } from "vitest";
import { analytics } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { startEngine, type TestEngine } from "../engine";

const finished = afterFile();

const consumer = { ...analytics, filterSubjects: [...analytics.filterSubjects] };

/** A provider without a server: what is wrong with inputs is found before it is asked. */
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(finished);
});

test.each([
  [{ backoff: ["1s"], ackWait: "2s" }, `ackWait: "2s" isn't the first of backoff`],
  [{ ackWait: "1s", backoff: ["1s", "2s"], maxDeliver: 1 }, "backoff: has more entries than maxDeliver"],
  [{ ackWait: "soon" }, 'ackWait: "soon" is not a duration'],
  [{ startFrom: "middle" }, 'startFrom: "middle" must match pattern'],
  [{ maxDeliver: -2 }, "maxDeliver: -2 must be >= -1"],
  [{ pauseUntil: "tomorrow" }, 'pauseUntil: "tomorrow" must match pattern'],
  [{ pauseUntil: "2026-13-01T00:00:00Z" }, 'pauseUntil: "2026-13-01T00:00:00Z" is not a time'],
  [{ startFrom: "time 2026-13-01T00:00:00Z" }, 'startFrom: "2026-13-01T00:00:00Z" is not a time'],
  [{ priorityPolicy: "overflow" }, 'priorityGroups: is missing; priorityPolicy "overflow" needs one'],
  [{ priorityGroups: ["blue"] }, 'priorityPolicy: "none" has neither'],
  [{ priorityPolicy: "overflow", priorityGroups: ["a b"] }, 'priorityGroups[0]: "a b" must match pattern'],
])("Consumer - a bad input is refused by its path: %o", async (change, reason) => {
  const { failures } = await engine.check("authstack:jetstream:Consumer", { ...consumer, ...change });
  expect(failures).toEqual([expect.stringContaining(reason)]);
});

test("Consumer - an id to import that isn't one is refused", async () => {
  await expect(engine.read("authstack:jetstream:Consumer", "analytics")).rejects.toThrow(
    'Write it as "stream/consumer"',
  );
});
