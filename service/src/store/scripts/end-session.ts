import { sessionIndex } from "../lua/session-index";
import { appendEvent, eventArgs } from "../outbox-entry";
import { script } from "../script";

/** Ends a session, blacklists its access token and appends the event; 0 when it had been ended before. */
export const endSession = script(
  {
    name: "endSession",
    keys: ["sessionKey", "revokedSessionKey", "revokedTokenKey", "indexKey", "outboxKey"],
    args: ["revocationSeconds", "tokenSeconds", "sessionId", ...eventArgs],
    whenFull: "runs",
  },
  `${appendEvent}${sessionIndex}
if redis.call('GET', revokedSessionKey) == '1' then return 0 end
endOne(sessionKey, revokedSessionKey, indexKey, sessionId, revocationSeconds)
redis.call('SET', revokedTokenKey, '1', 'EX', tokenSeconds)
append()
return 1
`,
  (ended: 0 | 1) => (ended === 1 ? "ended" : "had-ended"),
);
