import { consumerSettings, decodeConsumer, encodeConsumer, encodeConsumerOnto } from "../../../stream-config";
import { encodeFields } from "../../../stream-config/settings/wire";
import { errorCodes, hasCode, isMissing } from "../api/error-codes";
import type { JetStream, JetStreamDuring } from "../api/jetstream";
import { ProviderError } from "../errors";
import type { Call, Properties, Resource } from "../resource";
import { outputs } from "../settings/other-settings";
import { checkConsumer } from "./check";
import { diffConsumer } from "./diff";
import { replacementGuard } from "./guard";
import { type ConsumerInputs, type ConsumerState, consumerInputs } from "./inputs";
import { refuseInterestLoss } from "./interest";

/** A durable pull consumer with explicit acks. Its id is "stream/name". */
export function consumer(during: JetStreamDuring): Resource<ConsumerInputs, ConsumerState> {
  const guard = replacementGuard(during);
  return {
    token: "authstack:jetstream:Consumer",
    description: "A durable pull consumer with explicit acks.",
    inputs: consumerInputs,
    outputs,
    secrets: [],
    check: checkConsumer,
    diff: (update, changed, call) => diffConsumer(during(call), guard, update, changed, call),
    create: async (inputs, call) => {
      const state = withOwn(await createOrAdopt(during(call), inputs), inputs);
      guard.forget(call);
      return { id: idOf(inputs), state };
    },
    read: async (id, recorded, call) => {
      const live = await find(during(call), id);
      if (live === undefined) return warnOfGone(id, recorded, call);
      const state = withOwn(live, recorded ?? {});
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: async ({ inputs }, call) => {
      guard.refuse(call);
      return withOwn(await change(during(call), inputs), inputs);
    },
    delete: async ({ id, inputs, state }, call) => {
      guard.refuse(call);
      const jetStream = during(call);
      if (guard.replaces(call)) return remove(jetStream, id);
      if (state.deletionPolicy === "delete") {
        await refuseInterestLoss(jetStream, id, inputs.stream, inputs.acknowledgeDataLoss);
        return remove(jetStream, id);
      }
      call.inform(`consumer "${id}" and its position stay on the server (deletionPolicy "retain")`);
    },
  };
}

/** Nothing is skipped or delivered again unknowingly. */
function warnOfGone(id: string, recorded: ConsumerInputs | undefined, call: Call): undefined {
  if (recorded === undefined) return;
  call.warn(
    `consumer "${id}" is gone from the servers, with its position; one that is made again begins with startFrom "${recorded.startFrom ?? "all"}"`,
  );
}

/** What is a program's own in a consumer: the server knows nothing of it. */
type OwnInputs = Pick<ConsumerInputs, "acknowledgeDataLoss" | "deletionPolicy">;

function withOwn(
  state: ConsumerState,
  { acknowledgeDataLoss, deletionPolicy = "retain" }: OwnInputs,
): ConsumerState {
  return { ...state, deletionPolicy, ...(acknowledgeDataLoss && { acknowledgeDataLoss }) };
}

/** An interrupted `pulumi up` may have created the consumer. Its position is kept when it can become what is wanted. */
async function createOrAdopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await put(jetStream, inputs, "create", encodeConsumer(inputs));
  } catch (error) {
    if (!hasCode(error, errorCodes.consumerExists)) throw error;
    return adopt(jetStream, inputs);
  }
}

async function adopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await change(jetStream, inputs);
  } catch (error) {
    if (!hasCode(error, errorCodes.consumerCannotBe)) throw error;
    throw new ProviderError(
      `Consumer "${idOf(inputs)}" exists already and can't become what is declared: ${error.description}.`,
      `Import it with \`pulumi import authstack:jetstream:Consumer <resource name> ${idOf(inputs)}\`; the next preview shows what a replacement would do.`,
      { cause: error },
    );
  }
}

/** Makes the live consumer what the inputs say. Throws ProviderError when it is gone. */
async function change(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  const live = await findConfig(jetStream, inputs);
  if (live !== undefined) return put(jetStream, inputs, "update", encodeConsumerOnto(inputs, live));
  throw new ProviderError(
    `Consumer "${idOf(inputs)}" is gone from the server.`,
    "Run `pulumi up --refresh` to create it again; it begins where startFrom says.",
  );
}

/** With exactly one filter the subject carries it, so that a user's rights can pin it. */
async function put(
  jetStream: JetStream,
  inputs: ConsumerInputs,
  action: "create" | "update",
  config: Properties,
): Promise<ConsumerState> {
  const [filter, ...others] = inputs.filterSubjects ?? [];
  const pinned = filter !== undefined && others.length === 0 ? `.${filter}` : "";
  const body = { stream_name: inputs.stream, config, action };
  const answer = await jetStream.request(`CONSUMER.CREATE.${inputs.stream}.${inputs.name}${pinned}`, body);
  return pause(jetStream, inputs, stateOf(inputs.stream, answer.config as Properties));
}

/** An update leaves the pause of a consumer as it is; it has a request of its own. */
async function pause(
  jetStream: JetStream,
  { stream, name, pauseUntil }: ConsumerInputs,
  { pauseUntil: paused, ...others }: ConsumerState,
): Promise<ConsumerState> {
  const wanted = pauseUntil === undefined ? {} : { pauseUntil };
  if (paused !== pauseUntil) {
    await jetStream.request(`CONSUMER.PAUSE.${stream}.${name}`, encodeFields(pauseFields, wanted));
  }
  return { ...others, ...wanted };
}

const pauseFields = { pauseUntil: consumerSettings.pauseUntil };

async function find(jetStream: JetStream, id: string): Promise<ConsumerState | undefined> {
  const names = parseId(id);
  const config = await findConfig(jetStream, names);
  return config && stateOf(names.stream, config);
}

/** The server has every consumer's name. */
function stateOf(stream: string, config: Properties): ConsumerState {
  return decodeConsumer(stream, config) as ConsumerState;
}

/** The live consumer's configuration, or undefined when there is none. */
async function findConfig(jetStream: JetStream, { stream, name }: Names): Promise<Properties | undefined> {
  try {
    const { config } = await jetStream.request(`CONSUMER.INFO.${stream}.${name}`);
    return config as Properties;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function remove(jetStream: JetStream, id: string): Promise<void> {
  const { stream, name } = parseId(id);
  await jetStream.request(`CONSUMER.DELETE.${stream}.${name}`).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

type Names = Pick<ConsumerInputs, "stream" | "name">;

function idOf({ stream, name }: Names): string {
  return `${stream}/${name}`;
}

function parseId(id: string): Names {
  const [stream, name, ...rest] = id.split("/");
  if (stream && name && rest.length === 0) return { stream, name };
  throw new ProviderError(`"${id}" is not the id of a consumer.`, 'Write it as "stream/consumer".');
}
