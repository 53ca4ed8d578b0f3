import { expect, onTestFinished, test } from "vitest";
import {
  type ConsumerSettings,
  consumerChanges,
  consumerDefaults,
  decodeConsumer,
  describeChange,
  encodeConsumer,
} from "../../../../stream-config";
import type { Msg } from "../../../support/nats-client";
import type { ConsumerCase } from "./consumer-cases";
import type { Answer, OpenServer } from "./server";

/** A server whose stream "S" stores `m.*`, and the copies of that stream. */
export interface ConsumerHost {
  readonly server: () => OpenServer;
  readonly replicas: number;
}

/** Makes a stream with some messages for the consumers. */
export async function createStream({ server, replicas }: ConsumerHost): Promise<void> {
  const { api, offer } = server();
  await api("STREAM.CREATE.S", { name: "S", subjects: ["m.*"], num_replicas: replicas });
  const publish = (_: unknown, index: number) => offer(`m.${"abcd".charAt(index % 4)}`);
  await Promise.all(Array.from({ length: 40 }, publish));
}

/** Makes each change on a live consumer, and compares what the server did with what was foreseen. */
export function testConsumerChanges(host: ConsumerHost, cases: readonly ConsumerCase[]): void {
  test.each(cases.map((row, index) => [titleOf(row), { index, row }] as const))(
    `consumer, R${host.replicas} - %s`,
    async (_, { index, row }) => {
      const [from, to] = [complete(row.from, `C${index}`), complete(row.to, `C${index}`)];
      onTestFinished(async () => void (await host.server().api(`CONSUMER.DELETE.S.${from.name}`)));
      expect(await send(host, "create", from)).not.toHaveProperty("error");
      await advance(host, from.name);
      const before = await position(host, from.name);
      const answer = await send(host, "update", to);
      const effects = consumerChanges(from, to).map(({ effect }) => effect);
      expect(effects.includes("replacement")).toBe(answer.error !== undefined);
      await expect.poll(() => position(host, from.name)).toEqual(before);
      if (answer.error === undefined) await expect.poll(() => live(host, to.name)).toEqual(to);
    },
  );
}

type Complete = ConsumerSettings & { readonly name: string };

/** Fills in the defaults of the stream's consumers. */
export function complete(settings: ConsumerSettings, name = "C"): Complete {
  return { ...consumerDefaults, stream: "S", name, ...settings };
}

/** An update doesn't change when a consumer goes on: that has a request of its own. */
async function send(
  { server }: ConsumerHost,
  action: "create" | "update",
  consumer: Complete,
): Promise<Answer> {
  const { api } = server();
  const config = encodeConsumer(consumer);
  const answer = await api(`CONSUMER.CREATE.S.${consumer.name}`, { stream_name: "S", config, action });
  if (answer.error === undefined) {
    await api(`CONSUMER.PAUSE.S.${consumer.name}`, { pause_until: consumer.pauseUntil });
  }
  return answer;
}

async function live({ server }: ConsumerHost, name: string): Promise<unknown> {
  return decodeConsumer("S", (await server().api(`CONSUMER.INFO.S.${name}`)).config ?? {});
}

/** The position of a consumer: what it has delivered, and how far all is acknowledged. */
async function position({ server }: ConsumerHost, name: string): Promise<unknown> {
  const info = (await server().api(`CONSUMER.INFO.S.${name}`)) as Record<
    string,
    { stream_seq: number } | undefined
  >;
  return [info.delivered?.stream_seq, info.ack_floor?.stream_seq, info.num_ack_pending];
}

/** Takes two messages, if it has them, and acknowledges the first. */
async function advance(host: ConsumerHost, name: string): Promise<void> {
  const [first] = [await pull(host, name), await pull(host, name)];
  if (first.reply) await host.server().connection.request(first.reply, "+ACK");
}

/** The answer carries the message's own subject, so it needs a subscription of its own. */
function pull({ server }: ConsumerHost, name: string): Promise<Msg> {
  const request = JSON.stringify({ batch: 1, no_wait: true, group: "one" });
  return server().connection.request(`$JS.API.CONSUMER.MSG.NEXT.S.${name}`, request, {
    noMux: true,
    timeout: 5_000,
  });
}

/** The changes of a case. */
export function titleOf({ from, to }: ConsumerCase): string {
  return consumerChanges(complete(from), complete(to)).map(describeChange).join("; ");
}
