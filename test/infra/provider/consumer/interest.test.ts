import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../../../support/after-file";
import { type Recorded, startEngine, type TestEngine, type Wire } from "../engine";
import { type OpenServer, startOpenServer } from "../matrix/server";

const finished = afterFile();
const token = "authstack:jetstream:Consumer";
const messagesGo = "those that none waits for any more are deleted at once";

let server: OpenServer;
let engine: TestEngine;

beforeAll(async () => {
  server = await startOpenServer(finished);
  engine = await startEngine(finished);
  await engine.configure({ servers: [server.url], user: "auth-service" });
});

/** A stream, its consumer of `<stream>.1`, and three messages that wait for it. */
async function waiting(stream: string, retention: string): Promise<Recorded> {
  await server.api(`STREAM.CREATE.${stream}`, { name: stream, subjects: [`${stream}.*`], retention });
  const consumer = await engine.up(token, { stream, name: "c", filterSubjects: [`${stream}.1`] });
  for (let n = 0; n < 3; n++) await server.connection.jetstream().publish(`${stream}.1`, "x");
  return consumer;
}

/** What a preview says, and what the update then does. */
async function change(before: Recorded, changes: Wire) {
  const { inputs } = await engine.check(token, { ...before.inputs, ...changes }, before.inputs);
  engine.messages.length = 0;
  await engine.diff(token, before, inputs);
  return { preview: [...engine.messages], update: () => engine.update(token, before, inputs) };
}

async function messages(stream: string): Promise<number | undefined> {
  return (await server.api(`STREAM.INFO.${stream}`)).state?.messages;
}

test("Consumer - in a stream of interest, a filter that lets fewer through deletes, and needs the acknowledgement", async () => {
  const before = await waiting("A", "interest");
  const refused = await change(before, { filterSubjects: ["A.2"] });
  expect(refused.preview).toEqual([expect.stringContaining(messagesGo)]);
  const entry = 'filterSubjects ["A.1"] -> ["A.2"]';
  await expect(refused.update()).rejects.toThrow(`acknowledgeDataLoss: [${JSON.stringify(entry)}]`);
  expect(await messages("A")).toBe(3);
  await (await change(before, { filterSubjects: ["A.2"], acknowledgeDataLoss: [entry] })).update();
  await expect.poll(() => messages("A")).toBe(0);
});

test("Consumer - in a stream of interest, a filter that lets more through needs none", async () => {
  const { preview, update } = await change(await waiting("B", "interest"), { filterSubjects: ["B.*"] });
  expect(preview).toEqual([]);
  await update();
  expect(await messages("B")).toBe(3);
});

test("Consumer - in a stream of interest, a replacement deletes what waits for it, and says so", async () => {
  const { preview } = await change(await waiting("C", "interest"), { startFrom: "new" });
  expect(preview).toEqual([expect.stringContaining(messagesGo)]);
});

test("Consumer - in a stream of interest, its deletion deletes what waits for it, and needs the acknowledgement", async () => {
  const consumer = await waiting("E", "interest");
  const own = { deletionPolicy: "delete" };
  const kept = {
    ...consumer,
    inputs: { ...consumer.inputs, ...own },
    state: { ...consumer.state, ...own },
  };
  await expect(engine.delete(token, kept)).rejects.toThrow('acknowledgeDataLoss: ["delete E/c"]');
  expect(await messages("E")).toBe(3);
  const inputs = { ...kept.inputs, acknowledgeDataLoss: ["delete E/c"] };
  await engine.delete(token, { ...kept, inputs });
  await expect.poll(() => messages("E")).toBe(0);
});

test("Consumer - in other streams, a filter that lets fewer through deletes nothing", async () => {
  const { preview, update } = await change(await waiting("D", "limits"), { filterSubjects: ["D.2"] });
  expect(preview).toEqual([]);
  await update();
  expect(await messages("D")).toBe(3);
});
