import { readFileSync } from "node:fs";
import { DirectReadError } from "../../service/consumer/src/stored";
import { connectionSettings, operatorUser } from "../../stream-config";
import { UserError } from "../lib/errors";
import {
  type ApiError,
  connect,
  ErrorCode,
  type NatsConnection,
  NatsError,
  nkeyAuthenticator,
} from "../lib/nats-client";
import { connectClient, readClientSecret } from "./client";
import { readTarget } from "./target";

/** A connection of the NATS user `operator`. */
export interface Operator {
  readonly connection: NatsConnection;
  readonly apiPrefix: string;
  readonly close: () => Promise<void>;
}

const { name, inboxPrefix, apiPrefix } = connectionSettings(operatorUser);

/** What the help of a command says about the servers. */
export const serversHelp = `The servers are those of the stack that \`make up\` made (CLUSTER=current: on the current kube context). With NATS_URL they
are those there; NATS_SEED_FILE names a file with the seed of the user operator, NATS_CA_FILE one with their authority.`;

/** Does the work on a connection to where the environment says. Throws UserError. */
export async function asOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  const operator = await connectOperator();
  try {
    await work(operator);
  } catch (error) {
    throw explained(error);
  } finally {
    await operator.close();
  }
}

/** A failure of NATS as one that the person at the terminal can mend; any other as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof DirectReadError)
    return new UserError(error.message, "Look whether the servers are up.");
  if (!(error instanceof NatsError)) return error;
  return error.api_error === undefined ? explainNats(error) : explainRefusal(error.api_error);
}

/** JetStream's reason; a full stream is the one that an operator meets. */
function explainRefusal({ description, err_code }: ApiError): UserError {
  const fix = fullStream.includes(err_code ?? 0)
    ? "As observer, `nats stream info auth-events-replay` shows whether it is full."
    : "Correct what it names, or look at the servers' log; nothing was done.";
  return new UserError(`JetStream refused: ${description}`, fix);
}

/** Too many messages or bytes in a stream, and storage that an account or a server has used up. */
const fullStream: readonly number[] = [10_077, 10_054, 10_047, 10_023, 10_002];

/** What the connection or the servers did, by the client's own codes. */
function explainNats({ code, message }: NatsError): UserError {
  const [problem, fix] = reasons[code] ?? [`NATS failed: ${message}`, "Look at the servers' log."];
  return new UserError(problem.replace("$reason", message), fix);
}

const away = "`make status` shows whether the servers run; then run this again.";
const lost = ["The connection to NATS was lost", away] as const;

const reasons: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  [ErrorCode.Timeout]: ["NATS did not answer in time", away],
  [ErrorCode.NoResponders]: [
    "Nobody answers: JetStream is off, or the user operator has no such right",
    "Look whether the servers run with the contract's configuration: `make status`.",
  ],
  [ErrorCode.PermissionsViolation]: [
    "NATS does not let the user operator do that: $reason",
    "Grant it in stream-config/users/operator.ts, and roll the contract out.",
  ],
  [ErrorCode.ConnectionClosed]: lost,
  [ErrorCode.ConnectionDraining]: lost,
  [ErrorCode.Disconnect]: lost,
};

/** Connects where the environment says. Throws UserError. */
export async function connectOperator(env: NodeJS.ProcessEnv = process.env): Promise<Operator> {
  const url = env.NATS_URL;
  if (url) return connectTo(url, env);
  const target = readTarget(env);
  const client = await connectClient(target, await readClientSecret(target, name));
  return { ...client, apiPrefix };
}

async function connectTo(servers: string, env: NodeJS.ProcessEnv): Promise<Operator> {
  const { NATS_SEED_FILE: seedFile, NATS_CA_FILE: caFile } = env;
  if (!seedFile)
    throw new UserError("NATS_URL needs NATS_SEED_FILE", "Name a file with the operator's seed.");
  try {
    const authenticator = nkeyAuthenticator(readFileSync(seedFile));
    const tls = caFile ? { tls: { caFile } } : {};
    const connection = await connect({ servers, name, inboxPrefix, authenticator, ...tls });
    return { connection, apiPrefix, close: () => connection.drain() };
  } catch (error) {
    throw new UserError(
      `NATS can't be reached as operator: ${String(error)}`,
      "Look at NATS_URL and its two files.",
    );
  }
}
