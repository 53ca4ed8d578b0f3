import { beforeAll, expect, test } from "vitest";
import { analytics, authEvents } from "../../stream-config";
import { afterFile } from "../support/after-file";
import { type GuardedStream, startGuardedStream } from "./support/guarded-stream";

const finished = afterFile();
const from = (start: string) => ({ MAX_MESSAGES: "100", CONSUMER_FROM: start });

let stream: GuardedStream;
let before: Position;

/** `created` tells the consumer from another one of the same name. */
interface Position {
  readonly created: string;
  readonly ack_floor: { readonly stream_seq: number };
  readonly num_pending: number;
}

beforeAll(async () => {
  stream = await startGuardedStream("replaced", finished);
  await stream.pulumi(stream.up, from("all"));
  const publisher = await stream.nats.connectAs("auth-service");
  for (let count = 0; count < 5; count++) await publisher.jetstream().publish("auth.user.registered", "{}");
  const reader = (await stream.nats.connectAs("analytics")).jetstream({ apiPrefix: "AUTHJS" });
  const consumer = await reader.consumers.get(authEvents.name, analytics.name);
  for (let count = 0; count < 3; count++) await (await consumer.next())?.ackAck();
  before = await position();
});

async function position(): Promise<Position> {
  const admin = await stream.nats.connectAs("stream-admin");
  const info = (
    await admin.request(`AUTHJS.CONSUMER.INFO.${authEvents.name}.${analytics.name}`)
  ).json<Position>();
  const { created, ack_floor, num_pending } = info;
  return { created, ack_floor: { stream_seq: ack_floor.stream_seq }, num_pending };
}

test("a consumer - is not replaced before that is acknowledged, and the error says what it would skip", async () => {
  await expect(stream.pulumi(stream.up, from("new"))).rejects.toThrow(
    /skips 2 that aren't acknowledged[\s\S]*acknowledgeDataLoss: \["startFrom all -> new"\]/,
  );
  expect(await position()).toEqual(before);
  expect(before).toMatchObject({ ack_floor: { stream_seq: 3 }, num_pending: 2 });
});

test("a consumer - stays with its position on destroy, and the next up goes on with it", async () => {
  await stream.pulumi(stream.destroy, from("all"));
  expect(await position()).toEqual(before);
  await stream.pulumi(stream.up, from("all"));
  expect(await position()).toEqual(before);
  await stream.pulumi([...stream.preview, "--expect-no-changes"], from("all"));
});

test("a consumer - is replaced once that is acknowledged, and goes on where the old one was", async () => {
  const goingOn = { ...from("sequence 4"), ACKNOWLEDGE: "startFrom all -> sequence 4" };
  await stream.pulumi(stream.up, goingOn);
  const after = await position();
  expect(after.created).not.toBe(before.created);
  expect(after.num_pending).toBe(2);
  await stream.pulumi([...stream.preview, "--expect-no-changes"], goingOn);
});
