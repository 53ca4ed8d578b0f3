import type { NatsConnection } from "nats";
import {
  authEvents,
  connectionSettings,
  consumers,
  renderConsumer,
  renderStream,
  streamAdminUser,
} from "../../stream-config";

/** JetStream's code for a stream that exists with another configuration. */
const streamNameInUse = 10058;

const { apiPrefix } = connectionSettings(streamAdminUser);

/**
 * Creates the contract's stream and durable consumers on a single server, or updates them to the contract. The
 * connection is one of `stream-admin`. https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
export async function declareStreams(connection: NatsConnection): Promise<void> {
  const stream = renderStream(authEvents, 1);
  const created = await call(connection, `STREAM.CREATE.${stream.name}`, stream);
  if (created?.code === streamNameInUse) await demand(connection, `STREAM.UPDATE.${stream.name}`, stream);
  else if (created !== undefined) throw new Error(`stream ${stream.name}: ${created.description}`);
  for (const consumer of consumers) {
    const subject = `CONSUMER.CREATE.${consumer.stream}.${consumer.name}.${consumer.filterSubjects[0]}`;
    await demand(connection, subject, { stream_name: consumer.stream, config: renderConsumer(consumer) });
  }
}

interface ApiFailure {
  readonly code: number;
  readonly description: string;
}

async function demand(connection: NatsConnection, subject: string, body: unknown): Promise<void> {
  const failure = await call(connection, subject, body);
  if (failure !== undefined) throw new Error(`${subject}: ${failure.description}`);
}

async function call(
  connection: NatsConnection,
  subject: string,
  body: unknown,
): Promise<ApiFailure | undefined> {
  const answer = await connection.request(`${apiPrefix}.${subject}`, JSON.stringify(body));
  const { error } = answer.json<{ error?: { err_code: number; description: string } }>();
  return error && { code: error.err_code, description: error.description };
}
