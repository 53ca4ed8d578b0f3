import { DroppedError, NoQuorumError, ProviderError, UnansweredError, UnreachableError } from "../errors";
import type { Call, Properties } from "../resource";
import { isRead, readOf } from "./api-call";
import type { Config } from "./config";
import { type Connection, openConnection } from "./connection";
import { explainNoQuorum, explainRequest } from "./failures";
import { fromJson, toJson } from "./json";
import { type Reopened, reopened } from "./reopened";
import { awaitFor, isOver, type Limits, noLimits, pauseBefore, requireRunning, timeFor } from "./time-limits";

/** A refusal by JetStream's API. https://github.com/nats-io/nats-server/blob/main/server/errors.json */
export class JetStreamError extends ProviderError {
  constructor(
    readonly subject: string,
    readonly code: number,
    readonly errCode: number,
    readonly description: string,
  ) {
    super(
      `JetStream refused ${subject}: ${description} (${code}/${errCode}).`,
      "Correct what it names, then run Pulumi again; nothing was changed.",
    );
  }
}

/** JetStream's API: requests as the server takes them, because the client's own would merge configurations. */
export interface JetStream {
  /**
   * The answer to e.g. `STREAM.INFO.auth-events`. A read is made again, once, when nobody answers or the connection drops;
   * a change is sent once. Throws JetStreamError and ProviderError.
   */
  readonly request: (call: string, body?: Properties) => Promise<Properties>;
}

/** JetStream's API within an operation of Pulumi: until its time is over, or Pulumi is told to stop. */
export type JetStreamDuring = (call: Call) => JetStream;

/** JetStream over a connection that is opened at the first request, and anew when it drops or nobody answers on it. */
export function lazyJetStream(): JetStream & {
  readonly during: JetStreamDuring;
  readonly configure: (config: Config) => void;
  readonly close: () => Promise<void>;
} {
  let config: Config = {};
  const connection = reopened(() => openConnection(config));
  const during = (limits: Limits): JetStream => ({
    request: (call, body) => (isRead(call) ? read : change)(connection, { call, body, limits }),
  });
  return {
    ...during(noLimits),
    during,
    configure: (given) => {
      config = given;
    },
    close: connection.close,
  };
}

interface Request {
  readonly call: string;
  readonly body: Properties | undefined;
  readonly limits: Limits;
}

/**
 * Milliseconds that an answer may take; a change also waits so long for servers that have no leader, unless `customTimeouts`
 * say how long.
 */
const readTime = 5_000;
const changeTime = 30_000;
const leaderPause = 1_000;

async function read(connection: Reopened, request: Request, attempts = 2): Promise<Properties> {
  try {
    return await send(connection, request, readTime);
  } catch (error) {
    requireRunning(request);
    const isSilence = error instanceof UnansweredError || error instanceof DroppedError;
    if (attempts === 1 || !isSilence || isOver(request)) throw error;
    return read(connection, request, attempts - 1);
  }
}

/**
 * A change may be made even if no answer comes. So it is sent when the way to the servers and their leader has just been
 * seen to answer, and again only where an answer says that nothing was done: JetStream in a cluster has no leader for
 * some seconds after it starts or loses one.
 */
async function change(connection: Reopened, request: Request): Promise<Properties> {
  const longest = request.limits.deadline === undefined ? changeTime : Number.POSITIVE_INFINITY;
  const patience = Date.now() + timeFor(request, longest);
  for (;;) {
    try {
      await requireAnswer(connection, { ...request, call: readOf(request.call), body: undefined });
      return await send(connection, request, longest);
    } catch (error) {
      if (!(error instanceof NoQuorumError) || Date.now() > patience) throw error;
      await pauseBefore(request, leaderPause);
    }
  }
}

/** A refusal is an answer too, by JetStream or by the user's rights. */
async function requireAnswer(connection: Reopened, request: Request): Promise<void> {
  await read(connection, request).catch((error: unknown) => {
    if (error instanceof UnreachableError || !(error instanceof ProviderError)) throw error;
  });
}

/** Making the connection takes time, too: what is left of it after that is the answer's. */
function send(connection: Reopened, request: Request, usual: number): Promise<Properties> {
  const { call, body } = request;
  return connection.use(
    async (connection) => requestOnce(connection, call, body, timeFor(request, usual)),
    (opening) => awaitFor(request, opening),
  );
}

/** The answer to one request, for which the server has `timeout` milliseconds. Throws JetStreamError and ProviderError. */
export async function requestOnce(
  { nats, apiPrefix }: Connection,
  call: string,
  body: Properties | undefined,
  timeout = readTime,
): Promise<Properties> {
  const subject = `${apiPrefix}.${call}`;
  const payload = body === undefined ? "" : toJson(body);
  const answer = await nats.request(subject, payload, { timeout }).catch((error: unknown) => {
    throw explainRequest(error, { subject, kind: isRead(call) ? "read" : "change" }, nats.isClosed());
  });
  return parseAnswer(call, fromJson(answer.string()) as ApiAnswer);
}

/** JetStream's codes for a cluster without a leader. */
const leaderless: readonly number[] = [10_008, 10_009];

interface ApiAnswer extends Properties {
  readonly error?: { readonly code: number; readonly err_code?: number; readonly description?: string };
}

function parseAnswer(call: string, answer: ApiAnswer): Properties {
  if (answer.error === undefined) return answer;
  const { code, err_code = 0, description = "no reason given" } = answer.error;
  if (leaderless.includes(err_code)) throw explainNoQuorum(call, description);
  throw new JetStreamError(call, code, err_code, description);
}
