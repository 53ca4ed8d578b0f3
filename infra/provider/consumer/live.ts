import { decodeConsumer } from "../../../stream-config";
import { isMissing } from "../api/error-codes";
import type { JetStream } from "../api/jetstream";
import { ProviderError } from "../errors";
import type { Properties } from "../resource";
import type { ConsumerInputs, ConsumerState } from "./inputs";

/** What names a consumer. */
export type Names = Pick<ConsumerInputs, "stream" | "name">;

/** The consumer's id: "stream/name". */
export function idOf({ stream, name }: Names): string {
  return `${stream}/${name}`;
}

/** The names in an id. Throws ProviderError. */
export function parseId(id: string): Names {
  const [stream, name, ...rest] = id.split("/");
  if (stream && name && rest.length === 0) return { stream, name };
  throw new ProviderError(`"${id}" is not the id of a consumer.`, 'Write it as "stream/consumer".');
}

/** The live consumer as a program would write it, or undefined when there is none. */
export async function findLive(jetStream: JetStream, names: Names): Promise<ConsumerState | undefined> {
  const config = await findConfig(jetStream, names);
  return config && stateOf(names.stream, config);
}

/** A consumer in an answer of the API. The server has every consumer's name. */
export function stateOf(stream: string, config: Properties): ConsumerState {
  return decodeConsumer(stream, config) as ConsumerState;
}

/** The live consumer's configuration, or undefined when there is none. */
export async function findConfig(
  jetStream: JetStream,
  { stream, name }: Names,
): Promise<Properties | undefined> {
  try {
    const { config } = await jetStream.request(`CONSUMER.INFO.${stream}.${name}`);
    return config as Properties;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Deletes the consumer with its position, unless it is gone already. */
export async function deleteLive(jetStream: JetStream, { stream, name }: Names): Promise<void> {
  await jetStream.request(`CONSUMER.DELETE.${stream}.${name}`).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}
