import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, parseConfig } from "../../../service/src/config";
import { contract } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import { createLocalKeys } from "../../../tools/local/keys";
import { temporaryDir } from "../../support/servers";

export const keys = createLocalKeys();
export const seed = keys.nkeys["auth-service"]!.seed;

/** A file with this content. */
export function file(content: string): string {
  const path = join(temporaryDir(), "file");
  writeFileSync(path, content);
  return path;
}

/** The variables without which the service does not start. */
export function validEnv(): Record<string, string> {
  return {
    SIGNING_KEYS_FILE: file(JSON.stringify(keys.signingKeys)),
    NATS_SEED_FILE: file(`${seed}\n`),
    CONTRACT_FILE: file(renderServiceContract(contract)),
  };
}

/** What is wrong with an environment, a line each. */
export function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n").slice(1);
  }
}
