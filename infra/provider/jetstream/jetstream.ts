import { setTimeout as sleep } from "node:timers/promises";
import { ErrorCode, NatsError } from "nats";
import { NoQuorumError, ProviderError } from "../errors";
import type { Properties } from "../resource";
import type { Config } from "./config";
import { type Connection, openConnection } from "./connection";
import { explainNoQuorum, explainRequest } from "./failures";

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
  /** The answer to e.g. `STREAM.INFO.auth-events`. Throws JetStreamError and ProviderError. */
  readonly request: (call: string, body?: Properties) => Promise<Properties>;
}

/** JetStream over a connection that is opened at the first request and again, once, when it drops. */
export function lazyJetStream(): JetStream & {
  readonly configure: (config: Config) => void;
  readonly close: () => Promise<void>;
} {
  let config: Config = {};
  let opened: Promise<Connection> | undefined;
  const open = () => {
    const opening = opened ?? openConnection(config);
    opened = opening;
    opening.catch(() => forget(opening));
    return opening;
  };
  const forget = async (closing: Promise<Connection> | undefined) => {
    if (opened === closing) opened = undefined;
    await closing?.then((connection) => connection.close()).catch(() => undefined);
  };
  const send = async (call: string, body: Properties | undefined, attempts: number): Promise<Properties> => {
    const opening = open();
    const connection = await opening;
    try {
      return await requestOnce(connection, call, body);
    } catch (error) {
      if (attempts === 1 || !(connection.nats.isClosed() || isTimeout(error))) throw error;
      await forget(opening);
      return send(call, body, attempts - 1);
    }
  };
  return {
    configure: (given) => {
      config = given;
    },
    close: () => forget(opened),
    request: (call, body) => {
      const reads = call.includes("INFO");
      return reads ? send(call, body, 2) : patiently(() => send(call, body, 2));
    },
  };
}

const requestTimeout = 5_000;
const patience = 30_000;

/** JetStream in a cluster has no leader for some seconds after it starts or loses one; changes wait for it. */
async function patiently<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof NoQuorumError) || Date.now() > deadline) throw error;
      await sleep(1_000);
    }
  }
}

/** No answer: from a cluster without a leader, or over a way that broke without notice. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof NatsError && error.cause.code === ErrorCode.Timeout;
}

/** The answer to one request, for which the server has `timeout` milliseconds. Throws JetStreamError and ProviderError. */
export async function requestOnce(
  { nats, apiPrefix }: Connection,
  call: string,
  body: Properties | undefined,
  timeout = requestTimeout,
): Promise<Properties> {
  const subject = `${apiPrefix}.${call}`;
  const payload = body === undefined ? "" : JSON.stringify(body);
  const answer = await nats.request(subject, payload, { timeout }).catch((error: unknown) => {
    throw explainRequest(error, subject, nats.isClosed());
  });
  return parseAnswer(call, answer.json());
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
