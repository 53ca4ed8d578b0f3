import { consumerDefaults } from "../../../stream-config";
import { ProviderError } from "../errors";
import type { Call, Change, Checked, FieldChange, FieldChanges, Properties, Resource } from "../resource";
import {
  type ConsumerInputs,
  type ConsumerState,
  consumerFields,
  consumerInputs,
  decodeConsumer,
  encodeConsumer,
  fixedSettings,
} from "./consumer-fields";
import { type ReplacementGuard, replacementGuard } from "./consumer-guard";
import { normalise, outputs } from "./fields";
import { type JetStream, JetStreamError } from "./jetstream";

/** A durable pull consumer with explicit acks. Its id is "stream/name". */
export function consumer(jetStream: JetStream): Resource<ConsumerInputs, ConsumerState> {
  const guard = replacementGuard(jetStream);
  return {
    token: "authstack:jetstream:Consumer",
    description: "A durable pull consumer with explicit acks.",
    inputs: consumerInputs,
    outputs,
    secrets: [],
    check,
    diff: (update, changed, call) => diff(guard, update, changed, call),
    create: async (inputs, call) => {
      const state = withOwn(await createOrAdopt(jetStream, inputs), inputs);
      guard.forget(call);
      return { id: idOf(inputs), state };
    },
    read: async (id, recorded) => {
      const live = await find(jetStream, id);
      if (live === undefined) return undefined;
      const state = withOwn(live, recorded ?? {});
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: async ({ inputs }) => withOwn(await put(jetStream, inputs, "update"), inputs),
    delete: async ({ id }, call) => {
      guard.refuse(call);
      await remove(jetStream, id);
    },
  };
}

/** The server knows nothing of a program's acknowledgements. */
function withOwn(
  state: ConsumerState,
  { acknowledgeDataLoss }: Pick<ConsumerInputs, "acknowledgeDataLoss">,
): ConsumerState {
  return { ...state, ...(acknowledgeDataLoss && { acknowledgeDataLoss }) };
}

function check(given: Partial<ConsumerInputs>): Checked {
  return normalise(consumerFields, { ...consumerDefaults, ...given });
}

/** An acknowledgement by itself changes nothing. */
async function diff(
  guard: ReplacementGuard,
  { id, before, inputs }: Change<Partial<ConsumerInputs>, ConsumerState>,
  changed: FieldChanges,
  call: Call,
): Promise<FieldChanges> {
  const { acknowledgeDataLoss: _, ...settings } = withOthers(before, changed);
  const replaced = Object.keys(settings).filter((name) => needsReplacement(name, before));
  const changes = replaced.map((field) => ({
    field,
    from: settingOf(before, field),
    to: settingOf(inputs, field),
  }));
  await guard.announce({ ...parseId(id), changes, inputs }, call);
  const replacing = (name: string, change: FieldChange) =>
    replaced.includes(name) ? { ...change, effect: "replace" as const } : change;
  return Object.fromEntries(
    Object.entries(settings).map(([name, change]) => [name, replacing(name, change)]),
  );
}

function settingOf(properties: Properties, field: string): unknown {
  return properties[field];
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
