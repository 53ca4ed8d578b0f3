import { beforeAll, expect, test } from "vitest";
import { authEvents } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { startEngine, type TestEngine } from "../engine";

const finished = afterFile();

const stream = { ...authEvents, subjects: [...authEvents.subjects], replicas: 1 };

/** A provider without a server: what is wrong with inputs is found before it is asked. */
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(finished);
});

test.each([
  [{ maxAge: "7days" }, 'maxAge: "7days" is not a duration'],
  [{ maxBytes: "100" }, 'maxBytes: "100" is not a size'],
  [{ name: "auth.events" }, 'name: "auth.events" must match pattern'],
  [{ subjects: [] }, "subjects: is missing; only a stream with mirror or sources"],
  [{ subjects: ["a", 1] }, "subjects[1]: 1 must be string"],
  [{ storage: "tape" }, 'storage: "tape" is none of "file", "memory"'],
  [{ maxage: "7d" }, "maxage: is not a property"],
  [{ duplicateWindow: "8d" }, 'duplicateWindow: "8d" is longer than maxAge, "7d"'],
])("Stream - a bad input is refused by its path: %o", async (change, reason) => {
  const { failures } = await engine.check("authstack:jetstream:Stream", { ...stream, ...change });
  expect(failures).toEqual([expect.stringContaining(reason)]);
});
