import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../service/src/config";
import { contract } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import { createLocalKeys } from "../../../tools/local/keys";
import { temporaryDir } from "../../support/servers";

const keys = createLocalKeys();
const seedOf = (user: string) => keys.nkeys[user]!.seed;
const token = "0123456789abcdefghijklmnopqrstuv";

/** The messaging of a valid configuration with these files besides. */
function messagingWith(files: Record<string, string>) {
  const all = {
    ...files,
    CONTRACT_FILE: renderServiceContract(contract),
    SIGNING_KEYS_FILE: JSON.stringify(keys.signingKeys),
    NATS_SEED_FILE: seedOf("auth-service"),
  };
  const dir = temporaryDir();
  const paths = Object.entries(all).map(([name, content]) => {
    const path = join(dir, name);
    writeFileSync(path, `${content}\n`);
    return [name, path];
  });
  return parseConfig(Object.fromEntries(paths)).messaging;
}

test("config of dead letters - their seed is optional", () => {
  expect(messagingWith({})).not.toHaveProperty("deadLettersSeed");
  const deadLettersSeed = seedOf("dead-letters");
  expect(messagingWith({ NATS_DEAD_LETTERS_SEED_FILE: deadLettersSeed })).toMatchObject({ deadLettersSeed });
});

test("config of replays - a token and the operator's seed, both or none", () => {
  expect(messagingWith({})).not.toHaveProperty("replays");
  const seed = seedOf("operator");
  const both = { REPLAY_TOKEN_FILE: token, NATS_OPERATOR_SEED_FILE: seed };
  expect(messagingWith(both)).toMatchObject({ replays: { token, seed } });
  expect(() => messagingWith({ REPLAY_TOKEN_FILE: token })).toThrow(/NATS_OPERATOR_SEED_FILE: Name a file/);
  expect(() => messagingWith({ NATS_OPERATOR_SEED_FILE: seed })).toThrow(/REPLAY_TOKEN_FILE: Name a file/);
  const short = { ...both, REPLAY_TOKEN_FILE: "too-short-to-be-secret" };
  expect(() => messagingWith(short)).toThrow(/REPLAY_TOKEN_FILE is .*: The file holds something else/);
});
