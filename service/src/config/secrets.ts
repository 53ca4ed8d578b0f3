import type { Env } from "../../../stream-config/environment";
import type { ConfigFiles } from "./files";

/** The endpoint for replays: what its callers have to send, and the seed of the user `operator`; both secret. */
export interface ReplaysConfig {
  readonly token: string;
  readonly seed: string;
}

/** What the files hold that variables name. */
export type Secrets = ReturnType<typeof readSecrets>;

/** Reads every file that is needed; what is wrong with them is in `files.problems` then. */
export function readSecrets(env: Env, files: ConfigFiles) {
  const isTls = env.TLS_CERT_FILE !== undefined || env.TLS_KEY_FILE !== undefined;
  return {
    tls: isTls ? files.serverTls() : undefined,
    signingKeys: files.signingKeys("SIGNING_KEYS_FILE"),
    redisPassword: files.optional("REDIS_PASSWORD_FILE"),
    redisCa: files.optional("REDIS_CA_FILE"),
    natsSeed: env.MESSAGE_QUEUE === "on" ? files.seed("NATS_SEED_FILE") : "",
    contract: env.MESSAGE_QUEUE === "on" ? files.contract("CONTRACT_FILE") : { consumers: [] },
    deadLettersSeed: optionalSeed(env, files),
    replays: readReplays(env, files),
    natsCa: files.optional("NATS_CA_FILE"),
  };
}

function optionalSeed(env: Env, files: ConfigFiles): string | undefined {
  if (env.MESSAGE_QUEUE === "off" || env.NATS_DEAD_LETTERS_SEED_FILE === undefined) return undefined;
  return files.seed("NATS_DEAD_LETTERS_SEED_FILE");
}

/** One of the two files without the other is a problem. */
function readReplays(env: Env, files: ConfigFiles): ReplaysConfig | undefined {
  const { MESSAGE_QUEUE: queue, REPLAY_TOKEN_FILE: token, NATS_OPERATOR_SEED_FILE: seed } = env;
  if (queue === "off" || (token === undefined && seed === undefined)) return undefined;
  return { token: files.token("REPLAY_TOKEN_FILE"), seed: files.seed("NATS_OPERATOR_SEED_FILE") };
}
