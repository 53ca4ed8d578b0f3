import {
  connectionSettings,
  consumers,
  importedSubject,
  renderConsumer,
  renderStream,
  type StreamDefinition,
  streamAdminUser,
  streams,
} from "../../stream-config";
import { createConsumer } from "../../stream-config/acl/verbs/manage";
import type { NatsConnection } from "../lib/nats-client";

/** JetStream's code for a stream that exists with another configuration. */
const streamNameInUse = 10058;

const { apiPrefix } = connectionSettings(streamAdminUser);

/**
 * Creates the contract's streams and durable consumers on a single server, or updates them to the contract. The
 * connection is one of `stream-admin`. https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
export async function declareStreams(connection: NatsConnection): Promise<void> {
  for (const stream of streams) await declareStream(connection, stream);
  for (const consumer of consumers) {
    const body = { stream_name: consumer.stream, config: renderConsumer(consumer) };
    await demand(connection, importedSubject(createConsumer(consumer).subject), body);
  }
}

async function declareStream(connection: NatsConnection, definition: StreamDefinition): Promise<void> {
  const stream = renderStream(definition, 1);
  const created = await call(connection, `${apiPrefix}.STREAM.CREATE.${stream.name}`, stream);
  if (created?.code === streamNameInUse) {
    await demand(connection, `${apiPrefix}.STREAM.UPDATE.${stream.name}`, stream);
  } else if (created !== undefined) throw new Error(`stream ${stream.name}: ${created.description}`);
}

interface ApiFailure {
  readonly code: number;
  readonly description: string;
}

async function demand(connection: NatsConnection, subject: string, body: unknown): Promise<void> {
  const failure = await call(connection, subject, body);
  if (failure !== undefined) throw new Error(`${subject}: ${failure.description}`);
}

/** A server on a machine that does a lot at once takes longer than the client's one second. */
const answerMilliseconds = 10_000;

async function call(
  connection: NatsConnection,
  subject: string,
  body: unknown,
): Promise<ApiFailure | undefined> {
  const answer = await connection.request(subject, JSON.stringify(body), { timeout: answerMilliseconds });
  const { error } = answer.json<{ error?: { err_code: number; description: string } }>();
  return error && { code: error.err_code, description: error.description };
}
