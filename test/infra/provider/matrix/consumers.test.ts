import type { Msg } from "nats";
import { beforeAll, expect, test } from "vitest";
import {
  consumerFields,
  decodeConsumer,
  encodeConsumer,
} from "../../../../infra/provider/jetstream/consumer-fields";
import {
  type ConsumerSettings,
  consumerChanges,
  consumerDefaults,
  describeChange,
} from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { type ConsumerCase, consumerCases } from "./consumer-cases";
import { type Answer, type OpenServer, startOpenServer } from "./server";

const finished = afterFile();

let server: OpenServer;

beforeAll(async () => {
  server = await startOpenServer(finished);
  await server.api("STREAM.CREATE.S", { name: "S", subjects: ["m.*"] });
  const publish = (_: unknown, index: number) => server.connection.request(`m.${"abcd".charAt(index % 4)}`);
  await Promise.all(Array.from({ length: 40 }, publish));
});

type Complete = Parameters<typeof encodeConsumer>[0];

function complete(settings: ConsumerSettings, name = "C"): Complete {
  return { ...consumerDefaults, stream: "S", name, ...settings } as Complete;
}

async function send(action: "create" | "update", consumer: Complete): Promise<Answer> {
  const body = { stream_name: "S", config: encodeConsumer(consumer), action };
  return server.api(`CONSUMER.CREATE.S.${consumer.name}`, body);
}

/** The position of a consumer: what it has delivered, and how far all is acknowledged. */
async function position(name: string): Promise<unknown> {
  const { delivered, ack_floor, num_ack_pending } = (await server.api(`CONSUMER.INFO.S.${name}`)) as Record<
    string,
    { stream_seq: number } | undefined
  >;
  return [delivered?.stream_seq, ack_floor?.stream_seq, num_ack_pending];
}

/** Takes two messages, if it has them, and acknowledges the first. */
async function advance(name: string): Promise<void> {
  const [first] = [await pull(name), await pull(name)];
  if (first.reply) await server.connection.request(first.reply, "+ACK");
}

/** The answer carries the message's own subject, so it needs a subscription of its own. */
function pull(name: string): Promise<Msg> {
  const subject = `$JS.API.CONSUMER.MSG.NEXT.S.${name}`;
  const request = JSON.stringify({ batch: 1, no_wait: true });
  return server.connection.request(subject, request, { noMux: true, timeout: 2_000 });
}

function title({ from, to }: ConsumerCase): string {
  return consumerChanges(complete(from), complete(to)).map(describeChange).join("; ");
}

test.each(consumerCases.map((row, index) => [title(row), { index, row }] as const))(
  "consumer - %s",
  async (_, { index, row }) => {
    const [from, to] = [complete(row.from, `C${index}`), complete(row.to, `C${index}`)];
    expect(await send("create", from)).not.toHaveProperty("error");
    await advance(from.name);
    const before = await position(from.name);
    const answer = await send("update", to);
    const effects = consumerChanges(from, to).map(({ effect }) => effect);
    expect(effects.includes("replacement")).toBe(answer.error !== undefined);
    expect(await position(from.name)).toEqual(before);
    if (answer.config) expect(decodeConsumer("S", answer.config)).toEqual(to);
  },
);

test("consumer - the matrix has every field that can change", () => {
  const changed = consumerCases
    .flatMap(({ from, to }) => consumerChanges(from, to))
    .map(({ field }) => field);
  const missing = Object.keys(consumerFields).filter((field) => !changed.some((name) => name === field));
  expect(missing).toEqual(["name"]);
});
