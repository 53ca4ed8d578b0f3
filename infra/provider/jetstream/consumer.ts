import { ProviderError } from "../errors";
import type { Call, Change, Checked, FieldChanges, Properties, Resource } from "../resource";
import {
  type ConsumerInputs,
  type ConsumerState,
  consumerDefaults,
  consumerFields,
  consumerInputs,
  decodeConsumer,
  encodeConsumer,
  fixedSettings,
} from "./consumer-fields";
import { normalise, outputs } from "./fields";
import { type JetStream, JetStreamError } from "./jetstream";

/** A durable pull consumer with explicit acks. Its id is "stream/name". */
export function consumer(jetStream: JetStream): Resource<ConsumerInputs, ConsumerState> {
  return {
    token: "authstack:jetstream:Consumer",
    description: "A durable pull consumer with explicit acks.",
    inputs: consumerInputs,
    outputs,
    secrets: [],
    check,
    diff,
    create: async (inputs) => ({ id: idOf(inputs), state: await createOrAdopt(jetStream, inputs) }),
    read: async (id, _recorded) => {
      const state = await find(jetStream, id);
      if (state === undefined) return undefined;
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: ({ inputs }) => put(jetStream, inputs, "update"),
    delete: (id) => remove(jetStream, id),
  };
}

function check(given: Partial<ConsumerInputs>): Checked {
  return normalise(consumerFields, { ...consumerDefaults, ...given });
}

function diff(
  { id, before }: Change<Partial<ConsumerInputs>, ConsumerState>,
  changed: FieldChanges,
  call: Call,
): FieldChanges {
  const changes = Object.entries(withOthers(before, changed)).map(([name, change]) => [
    name,
    needsReplacement(name, before) ? { ...change, effect: "replace" } : change,
  ]);
  if (changes.some(([name]) => needsReplacement(String(name), before))) {
    call.warn(
      `consumer "${id}" is replaced and loses its position: it will begin again where startFrom says, and messages without an ack are delivered anew`,
    );
  }
  return Object.fromEntries(changes);
}

function withOthers({ otherSettings }: ConsumerState, changed: FieldChanges): FieldChanges {
  if (otherSettings === undefined) return changed;
  return { ...changed, otherSettings: { kind: "delete", effect: "update", of: "output" } };
}

function needsReplacement(field: string, { otherSettings = {} }: ConsumerState): boolean {
  if (field === "otherSettings")
    return Object.keys(otherSettings).some((name) => fixedSettings.includes(name));
  return ["stream", "name", "startFrom"].includes(field);
}

/** An interrupted `pulumi up` may have created the consumer. Its position is kept when it can become what is wanted. */
async function createOrAdopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await put(jetStream, inputs, "create");
  } catch (error) {
    if (!hasCode(error, errors.exists)) throw error;
    return adopt(jetStream, inputs);
  }
}

async function adopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await put(jetStream, inputs, "update");
  } catch (error) {
    if (!hasCode(error, errors.refused)) throw error;
    throw new ProviderError(
      `Consumer "${idOf(inputs)}" exists already and can't become what is declared: ${error.description}.`,
      `Import it with \`pulumi import authstack:jetstream:Consumer <resource name> ${idOf(inputs)}\`; the next preview shows what a replacement would do.`,
      { cause: error },
    );
  }
}

/** With exactly one filter the subject carries it, so that a user's rights can pin it. */
async function put(
  jetStream: JetStream,
  inputs: ConsumerInputs,
  action: "create" | "update",
): Promise<ConsumerState> {
  const [filter, ...others] = inputs.filterSubjects ?? [];
  const pinned = filter !== undefined && others.length === 0 ? `.${filter}` : "";
  const body = { stream_name: inputs.stream, config: encodeConsumer(inputs), action };
  const answer = await jetStream.request(`CONSUMER.CREATE.${inputs.stream}.${inputs.name}${pinned}`, body);
  return decodeConsumer(inputs.stream, answer.config as Properties);
}

async function find(jetStream: JetStream, id: string): Promise<ConsumerState | undefined> {
  const { stream, name } = parseId(id);
  try {
    const answer = await jetStream.request(`CONSUMER.INFO.${stream}.${name}`);
    return decodeConsumer(stream, answer.config as Properties);
  } catch (error) {
    if (hasCode(error, errors.notFound, errors.streamNotFound)) return undefined;
    throw error;
  }
}

async function remove(jetStream: JetStream, id: string): Promise<void> {
  const { stream, name } = parseId(id);
  await jetStream.request(`CONSUMER.DELETE.${stream}.${name}`).catch((error: unknown) => {
    if (!hasCode(error, errors.notFound, errors.streamNotFound)) throw error;
  });
}

function idOf({ stream, name }: ConsumerInputs): string {
  return `${stream}/${name}`;
}

function parseId(id: string): { stream: string; name: string } {
  const [stream, name, ...rest] = id.split("/");
  if (stream && name && rest.length === 0) return { stream, name };
  throw new ProviderError(`"${id}" is not the id of a consumer.`, 'Write it as "stream/consumer".');
}

/** https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const errors = { refused: 10_012, notFound: 10_014, streamNotFound: 10_059, exists: 10_148 } as const;

function hasCode(error: unknown, ...codes: number[]): error is JetStreamError {
  return error instanceof JetStreamError && codes.includes(error.errCode);
}
