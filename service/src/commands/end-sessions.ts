import { revocationSeconds } from "../store/sessions";
import { UserSessionStore } from "../store/user-sessions";
import { auditLog, fail, withRedis } from "./command";

const usage = `Ends sessions, with their access tokens, and without events.
  USER-ID     all sessions of a user
  all         all sessions of everyone`;

/** Command for operators. */
async function main([whose = "", ...more]: readonly string[]): Promise<void> {
  const isKnown = whose === "all" || isUserId.test(whose);
  if (!isKnown || more.length > 0) return fail(usage);
  await withRedis(async (redis, { tokens }) => {
    const sessions = new UserSessionStore(redis, revocationSeconds(tokens));
    let ended = 0;
    for await (const userId of whose === "all" ? sessions.users() : [whose]) {
      ended += await sessions.revokeAll(userId);
    }
    auditLog().warn({ whose, ended }, "Sessions ended by an operator");
  });
}

const isUserId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

void main(process.argv.slice(2));
