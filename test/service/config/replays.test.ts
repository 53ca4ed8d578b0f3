import { expect, test } from "vitest";
import { parseConfig } from "../../../service/src/config";
import { file, keys, validEnv } from "./environment";

const seedOf = (user: string) => keys.nkeys[user]!.seed;
const token = "0123456789abcdefghijklmnopqrstuv";

/** The messaging of a valid configuration with these files besides. */
function messagingWith(files: Record<string, string>) {
  const paths = Object.entries(files).map(([name, content]) => [name, file(`${content}\n`)]);
  return parseConfig({ ...validEnv(), ...Object.fromEntries(paths) }).messaging;
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
