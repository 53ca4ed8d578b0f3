import { beforeAll, expect, onTestFinished, test } from "vitest";
import {
  acknowledgementOf,
  type ConsumerSettings,
  consumerChanges,
  encodeConsumer,
} from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import type { Recorded, TestEngine } from "../engine";
import { consumerCases, copyCases } from "../matrix/consumer-cases";
import { complete, createStream, titleOf } from "../matrix/consumer-matrix";
import type { OpenServer } from "../matrix/server";
import { startOpenProvider } from "../open";

const finished = afterFile();
const token = "authstack:jetstream:Consumer";

let server: OpenServer;
let engine: TestEngine;

beforeAll(async () => {
  ({ server, engine } = await startOpenProvider(finished));
  await createStream({ server: () => server, replicas: 3 });
});

/** Changes the live consumer as another client would: where the server refuses, by another one in its place. */
async function alter(from: ConsumerSettings, to: ConsumerSettings): Promise<void> {
  const replaced = consumerChanges(from, to).some(({ effect }) => effect === "replacement");
  if (replaced) await server.api(`CONSUMER.DELETE.S.${to.name}`);
  const config = encodeConsumer(to);
  const answer = await server.api(`CONSUMER.CREATE.S.${to.name}`, { stream_name: "S", config });
  expect(answer).not.toHaveProperty("error");
  await server.api(`CONSUMER.PAUSE.S.${to.name}`, { pause_until: to.pauseUntil });
}

/** As the engine does: in place, or by a new one. */
async function mend(found: Recorded, inputs: Recorded["inputs"], isReplaced: boolean): Promise<void> {
  if (!isReplaced) return void (await engine.update(token, found, inputs));
  await engine.delete(token, found);
  await engine.create(token, inputs);
}

function read(recorded: Recorded): Promise<Recorded | undefined> {
  return engine.read(token, recorded.id, recorded);
}

test.each([...consumerCases, ...copyCases].map((row, index) => [titleOf(row), { index, row }] as const))(
  "drift of a consumer - %s: is found, and nothing else, and mended",
  async (_, { index, row }) => {
    const [from, to] = [complete(row.from, `D${index}`), complete(row.to, `D${index}`)];
    onTestFinished(async () => void (await server.api(`CONSUMER.DELETE.S.${from.name}`)));
    const acknowledgeDataLoss = consumerChanges(to, from).map(acknowledgementOf);
    const before = await engine.up(token, { ...from, acknowledgeDataLoss });
    expect(await engine.diff(token, (await read(before))!, before.inputs)).toMatchObject({ changes: "none" });

    await alter(from, to);
    const changes = consumerChanges(to, from);
    await expect
      .poll(async () => Object.keys((await differing(before)).fields).toSorted())
      .toEqual(changes.map(({ field }) => field).toSorted());

    const found = (await read(before))!;
    const { inputs } = await engine.check(token, before.inputs, found.inputs);
    const { replaces } = await engine.diff(token, found, inputs);
    await mend(found, inputs, replaces.length > 0);
    expect(replaces.length > 0).toBe(changes.some(({ effect }) => effect === "replacement"));
    await expect.poll(() => read(before)).toEqual(before);
  },
);

async function differing(before: Recorded) {
  return engine.diff(token, (await read(before))!, before.inputs);
}
