import { randomUUID } from "node:crypto";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { DirectReadError } from "../../consumer/src/stored";
import { NotForRecipientError, recipientOf } from "../../replay/recipient";
import { planReplay, replayIdSchema } from "../../replay/replay";
import { selectionSchema } from "../../replay/selection";
import { NatsError } from "../nats/client";
import { ProblemError } from "../problems/problem-error";
import { ReplayRunner, type ReplaysOptions } from "./replay-runner";
import { demandToken } from "./token";

/**
 * POST /replays: counts those stored events of a selection that the consumer's filters match (200), or gives them to it
 * again when `confirm` is that count (202 with the replay's id, with which it goes on after an interruption; the log tells
 * its end). One replay at a time. 503 while NATS can't be asked.
 */
export const replaysRoute: FastifyPluginAsyncTypebox<ReplaysOptions> = async (admin, options) => {
  const runner = new ReplayRunner(options);
  admin.addHook("onClose", () => runner.stop());
  const { consumers } = options.messaging.contract;
  const body = bodyFor(consumers.map(({ name }) => name));
  const onRequest = demandToken(options.replays.token);
  admin.post("/replays", { schema: { body }, onRequest }, async (request, reply) => {
    const { to, id = randomUUID(), perSecond, confirm, ...selection } = request.body;
    const recipient = recipientOf(to, consumers);
    const plan = await runner
      .withOperator((operator) => planReplay(operator, recipient, selection))
      .catch(throwRefused);
    if (confirm === undefined) return plan;
    if (confirm !== plan.events) throw notConfirmed(plan.events);
    const replay = { id, recipient, selection, confirmed: confirm, perSecond };
    if (!runner.start(replay, request.ip))
      throw new ProblemError("overloaded", { detail: "A replay is under way." });
    return reply.code(202).send({ id, events: plan.events });
  });
};

function throwRefused(error: unknown): never {
  if (error instanceof NotForRecipientError) throw refused("type", error.message);
  if (!(error instanceof NatsError || error instanceof DirectReadError)) throw error;
  throw new ProblemError("overloaded", { detail: "NATS can't be asked.", cause: error });
}

function notConfirmed(events: number): ProblemError {
  return refused(
    "confirm",
    `${events} events are selected; set last to where the selection ends, and confirm that number`,
  );
}

function refused(field: string, detail: string): ProblemError {
  return new ProblemError("invalid-request", { errors: [{ field, detail }] });
}

/** The request's body; `to` is a consumer of the stack's contract. */
function bodyFor(consumers: readonly string[]) {
  return Type.Object(
    {
      ...selectionSchema.properties,
      to: Type.Enum([...consumers], { description: "The consumer that gets the events" }),
      id: Type.Optional(replayIdSchema),
      perSecond: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
      confirm: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: "Events that the dry run counted; without it there is a dry run",
        }),
      ),
    },
    { additionalProperties: false },
  );
}
