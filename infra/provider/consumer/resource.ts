import type { JetStreamDuring } from "../api/jetstream";
import type { Call, Resource } from "../resource";
import { outputs } from "../settings/other-settings";
import { checkConsumer } from "./check";
import { createOrAdopt, updateLive } from "./declare";
import { diffConsumer } from "./diff";
import { replacementGuard } from "./guard";
import { type ConsumerInputs, type ConsumerState, consumerInputs } from "./inputs";
import { refuseInterestLoss } from "./interest";
import { deleteLive, findLive, idOf, parseId } from "./live";

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
      const live = await findLive(during(call), parseId(id));
      if (live === undefined) return warnOfGone(id, recorded, call);
      const state = withOwn(live, recorded ?? {});
      const { otherSettings: _, ...inputs } = state;
      return { id, inputs, state };
    },
    update: async ({ inputs }, call) => {
      guard.refuse(call);
      return withOwn(await updateLive(during(call), inputs), inputs);
    },
    delete: async ({ id, inputs, state }, call) => {
      guard.refuse(call);
      const jetStream = during(call);
      if (guard.replaces(call)) return deleteLive(jetStream, parseId(id));
      if (state.deletionPolicy === "delete") {
        await refuseInterestLoss(jetStream, id, inputs.stream, inputs.acknowledgeDataLoss);
        return deleteLive(jetStream, parseId(id));
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
