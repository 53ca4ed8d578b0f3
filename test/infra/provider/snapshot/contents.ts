import { type MsgHdrs, type NatsConnection, RequestStrategy } from "../../../support/nats-client";

/** A stored message with all that a copy of it has to have. */
export interface Stored {
  readonly sequence: number;
  readonly time: string;
  readonly subject: string;
  /** Those that its publisher gave it. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The stream's first messages, read without a consumer; the connection's user has the right to replay. */
export async function readStored(
  connection: NatsConnection,
  stream: string,
  limit = 1_000,
): Promise<Stored[]> {
  const messages = await connection.requestMany(
    `AUTHJS.DIRECT.GET.${stream}`,
    JSON.stringify({ seq: 1, batch: limit }),
    { strategy: RequestStrategy.SentinelMsg, maxWait: 20_000 },
  );
  const stored: Stored[] = [];
  for await (const { headers, data } of messages) {
    if (headers === undefined || headers.code !== 0) break;
    stored.push({
      sequence: Number(headers.get("Nats-Sequence")),
      time: headers.get("Nats-Time-Stamp"),
      subject: headers.get("Nats-Subject"),
      headers: publisherHeaders(headers),
      body: new TextDecoder().decode(data),
    });
  }
  return stored;
}

const serverHeaders = [
  "Nats-Sequence",
  "Nats-Time-Stamp",
  "Nats-Subject",
  "Nats-Stream",
  "Nats-Num-Pending",
  "Nats-Last-Sequence",
];

function publisherHeaders(headers: MsgHdrs): string[] {
  return headers
    .keys()
    .filter((name) => !serverHeaders.includes(name))
    .map((name) => `${name}: ${headers.values(name).join(", ")}`);
}
