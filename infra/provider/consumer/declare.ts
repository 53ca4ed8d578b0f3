import { consumerSettings, encodeConsumer, encodeConsumerOnto } from "../../../stream-config";
import { encodeFields } from "../../../stream-config/settings/wire";
import { errorCodes, hasCode } from "../api/error-codes";
import type { JetStream } from "../api/jetstream";
import { ProviderError } from "../errors";
import type { Properties } from "../resource";
import type { ConsumerInputs, ConsumerState } from "./inputs";
import { findConfig, idOf, stateOf } from "./live";

/**
 * Creates the consumer, or takes over the one of this name: an interrupted `pulumi up` may have created it. Its position is
 * kept. Throws ProviderError when it can't become what is wanted.
 */
export async function createOrAdopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await put(jetStream, inputs, "create", encodeConsumer(inputs));
  } catch (error) {
    if (!hasCode(error, errorCodes.consumerExists)) throw error;
    return adopt(jetStream, inputs);
  }
}

async function adopt(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
  try {
    return await updateLive(jetStream, inputs);
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
export async function updateLive(jetStream: JetStream, inputs: ConsumerInputs): Promise<ConsumerState> {
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
