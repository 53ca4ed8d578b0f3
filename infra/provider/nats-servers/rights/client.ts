import type { ProofRequest } from "../../../../stream-config";
import { UnreachableError } from "../../errors";
import { ErrorCode, headers, type NatsConnection, NatsError } from "../../nats-client";
import type { ProvenUser } from "./inputs";

/** Connects to one server as a user. Throws NatsError when the server refuses, UnreachableError when it is away. */
export type ConnectAs = (user: ProvenUser) => Promise<NatsConnection>;

/** How an attempt went. */
export type Outcome = "done" | "refused" | "nobody" | "silent" | "no JetStream";

/** JetStream's codes: no leader; the account asked has no JetStream, because its own import is shadowed. */
const [leaderless, notEnabled] = [[10_008, 10_009], 10_039];

const timeout = 5_000;

/** Makes the request. Throws UnreachableError when the connection drops. */
export async function tryRequest(nats: NatsConnection, request: ProofRequest): Promise<Outcome> {
  try {
    const answer = await nats.request(request.subject, request.body, { timeout, ...headersOf(request) });
    return request.answeredBy === "jetstream" ? judge(answer.string()) : "done";
  } catch (error) {
    return outcomeOf(error, nats);
  }
}

/** Subscribes, and unsubscribes. Throws UnreachableError when the connection drops. */
export async function trySubscription(nats: NatsConnection, subject: string): Promise<Outcome> {
  let refusal: NatsError | null = null;
  const subscription = nats.subscribe(subject, {
    callback: (error) => {
      refusal = error;
    },
  });
  // A refusal comes before the answer to what is sent after it.
  await nats.flush().catch((error: unknown) => outcomeOf(error, nats));
  subscription.unsubscribe();
  return refusal === null ? "done" : outcomeOf(refusal, nats);
}

/** Whether the server lets a user in: the connection, or "refused". Other failures are thrown. */
export async function tryConnect(
  connectAs: ConnectAs,
  user: ProvenUser,
): Promise<NatsConnection | "refused"> {
  try {
    return await connectAs(user);
  } catch (error) {
    if (error instanceof NatsError && error.code === ErrorCode.AuthorizationViolation) return "refused";
    throw error;
  }
}

function headersOf({ expectedStream }: ProofRequest) {
  if (expectedStream === undefined) return {};
  const expected = headers();
  expected.set("Nats-Expected-Stream", expectedStream);
  return { headers: expected };
}

function judge(answer: string): Outcome {
  const { error }: { error?: { err_code?: number } } = JSON.parse(answer);
  const code = error?.err_code ?? 0;
  if (code === notEnabled) return "no JetStream";
  return leaderless.includes(code) ? "silent" : "done";
}

/** The client takes a connection that drops for a timeout. */
function outcomeOf(error: unknown, nats: NatsConnection): Outcome {
  const code = error instanceof NatsError ? error.code : undefined;
  if (code === ErrorCode.PermissionsViolation) return "refused";
  if (code === ErrorCode.NoResponders) return "nobody";
  if (code === ErrorCode.Timeout && !nats.isClosed()) return "silent";
  throw new UnreachableError(
    `The connection to server ${nats.getServer()} dropped while rights were tried.`,
    "Check that the server runs, then run Pulumi again.",
    { cause: error },
  );
}
