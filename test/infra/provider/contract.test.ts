import { beforeAll, expect, test } from "vitest";
import { type ConsumerDefinition, consumers, type StreamDefinition, streams } from "../../../stream-config";
import { afterFile } from "../../support/after-file";
import type { TestEngine, Wire } from "./engine";
import { startLiveProvider } from "./live";

const finished = afterFile();
let engine: TestEngine;

beforeAll(async () => {
  ({ engine } = await startLiveProvider(finished));
});

/** Every resource of the contract, as the stack declares it on one server; streams come first. */
const declared: [string, string, Wire][] = [
  ...streams.map(({ holds: _, ...stream }: StreamDefinition): [string, string, Wire] => [
    stream.name,
    "authstack:jetstream:Stream",
    { ...stream, subjects: [...stream.subjects], replicas: 1 },
  ]),
  ...consumers.map((consumer: ConsumerDefinition): [string, string, Wire] => [
    consumer.name,
    "authstack:jetstream:Consumer",
    { ...consumer, filterSubjects: [...consumer.filterSubjects] },
  ]),
];

test.each(declared)(
  "contract - %s is declared, read back the same, and then unchanged",
  async (_, token, inputs) => {
    const created = await engine.up(token, inputs);
    expect(await engine.read(token, created.id, created)).toEqual(created);
    expect(await engine.diff(token, created, created.inputs)).toMatchObject({ changes: "none" });
  },
);
