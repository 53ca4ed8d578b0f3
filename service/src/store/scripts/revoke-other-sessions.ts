import type { Result } from "ioredis";
import { sessionIndex } from "./session-index";

/** Ends all of a user's sessions but one, with their access tokens. */
export const revokeOtherSessions = {
  numberOfKeys: 1,
  lua: `${sessionIndex}
endSessions(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
`,
};

declare module "ioredis" {
  interface RedisCommander<Context> {
    revokeOtherSessions(
      indexKey: string,
      keptSessionId: string,
      sessionPrefix: string,
      revokedSessionPrefix: string,
      revocationSeconds: number,
    ): Result<null, Context>;
  }
}
