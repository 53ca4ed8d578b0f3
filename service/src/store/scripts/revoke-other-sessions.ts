import type { Result } from "ioredis";
import { evenWhenFull } from "./even-when-full";
import { type RevocationArguments, sessionIndex } from "./session-index";

/** Ends all of a user's sessions but one, with their access tokens; how many there were. */
export const revokeOtherSessions = {
  numberOfKeys: 1,
  lua: `${evenWhenFull}${sessionIndex}
return endSessions(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    revokeOtherSessions(
      indexKey: string,
      keptSessionId: string,
      ...revocation: RevocationArguments
    ): Result<number, Context>;
  }
}
