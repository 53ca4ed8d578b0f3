import { beforeAll, expect, onTestFinished, test } from "vitest";
import { consumerInputs } from "../../../../infra/provider/consumer/inputs";
import { streamInputs } from "../../../../infra/provider/stream/inputs";
import { afterFile } from "../../../support/after-file";
import { startEngine, type TestEngine, type Wire } from "../engine";
import { type OpenServer, startOpenServer } from "../matrix/server";
import { consumerSpellings, type Spellings, streamSpellings } from "./spellings";

const finished = afterFile();
const [stream, consumer] = ["authstack:jetstream:Stream", "authstack:jetstream:Consumer"] as const;

let server: OpenServer;
let engine: TestEngine;

beforeAll(async () => {
  server = await startOpenServer(finished);
  engine = await startEngine(finished);
  await engine.configure({ servers: [server.url], user: "auth-service" });
  await server.api("STREAM.CREATE.S", { name: "S", subjects: ["m.*"] });
});

/** The program is run again and again: there is nothing to do, whatever it was read back as. */
async function expectNoChange(token: string, program: Wire): Promise<void> {
  const created = await engine.up(token, program);
  const read = (await engine.read(token, created.id, created))!;
  const again = await engine.check(token, program, read.inputs);
  expect(again.failures).toEqual([]);
  expect(await engine.diff(token, read, again.inputs)).toEqual({ changes: "none", fields: {}, replaces: [] });
  expect(read.inputs).toEqual(again.inputs);
}

function titled(spellings: Spellings) {
  const cases = Object.entries(spellings).flatMap(([field, inputs]) =>
    inputs.map((one) => [field, one] as const),
  );
  return cases.map(([field, inputs], index) => [field, JSON.stringify(inputs), inputs, index] as const);
}

test.each(titled(streamSpellings))("spelling of a stream's %s - %s", async (_, __, inputs, index) => {
  const name = `P${index}`;
  onTestFinished(async () => void (await server.api(`STREAM.DELETE.${name}`)));
  await expectNoChange(stream, { name, subjects: ["s.*"], ...inputs });
});

test.each(titled(consumerSpellings))("spelling of a consumer's %s - %s", async (_, __, inputs, index) => {
  const name = `P${index}`;
  onTestFinished(async () => void (await server.api(`CONSUMER.DELETE.S.${name}`)));
  await expectNoChange(consumer, { stream: "S", name, ...inputs });
});

test("spelling - every input of a stream and of a consumer has a case", () => {
  const own = ["deletionPolicy", "acknowledgeDataLoss", "snapshotBeforeDataLoss", "restoreFrom"];
  const others = (schema: { properties: object }) =>
    Object.keys(schema.properties).filter((name) => !own.includes(name));
  expect(Object.keys(streamSpellings).toSorted()).toEqual(others(streamInputs).toSorted());
  expect(Object.keys(consumerSpellings).toSorted()).toEqual(others(consumerInputs).toSorted());
});
