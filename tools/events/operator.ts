import { readFileSync } from "node:fs";
import { connect, type NatsConnection, NatsError, nkeyAuthenticator } from "nats";
import { DirectReadError } from "../../service/consumer/stored";
import { connectionSettings, operatorUser } from "../../stream-config";
import { UserError } from "../errors";
import { readTarget } from "../target";
import { connectClient, readClientSecret } from "../up/nats-client";

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
  return new UserError(
    `NATS refused: ${error.api_error?.description ?? error.message}`,
    "As observer, `nats stream info auth-events-replay` shows whether it is full.",
  );
}

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
