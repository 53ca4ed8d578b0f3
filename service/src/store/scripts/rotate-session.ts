import { sessionIndex } from "../lua/session-index";
import { clockToleranceSeconds } from "../lua/session-lifetimes";
import { appendEvent, eventArgs } from "../outbox-entry";
import { script } from "../script";

/**
 * What became of a refresh token that was presented. Replaced: it had been exchanged before, what it was exchanged for
 * had not been used and is dead now. Limited: nothing has changed, it is too soon. Ends: nor has it, the session ends
 * before its access token would.
 */
export type RotationOutcome =
  | { readonly kind: "rotated" | "reused" | "unknown" }
  | { readonly kind: "repeated"; readonly sealedAnswer: string }
  | { readonly kind: "replaced"; readonly firstNetwork: string }
  | { readonly kind: "limited"; readonly retryAfterSeconds: number }
  | { readonly kind: "ends"; readonly endsAt: number };

/** Times are seconds since the epoch. */
type Answer =
  | ["rotated" | "reused" | "unknown"]
  | ["repeated", sealedAnswer: string]
  | ["replaced", firstNetwork: string]
  | ["limited", milliseconds: number]
  | ["ends", endsAt: number];

/**
 * Lua: how often a session may be refreshed: so many times at once (`burst`), and one time more after each `interval`
 * (milliseconds). One number is kept for it, until when the past refreshes have used the interval up (generic cell rate
 * algorithm, ITU-T I.371). Answers how long to wait, and what to keep when there is no wait.
 */
const refreshPace = `
local function pace(usedUntil, burst, interval)
  local from = math.max(tonumber(usedUntil) or 0, nowMilliseconds)
  return from - nowMilliseconds - (burst - 1) * interval, from + interval
end
`;

/**
 * Exchanges the session's refresh token for the next one, its child, keeps the sealed answer for a while and appends
 * the event. For that while the token gets the same answer again: two tabs asked at once, or the answer was lost.
 * Later, as long as the child was not exchanged itself, the token gets another child, and the first one is dead, its
 * access token included. Any other token of the right family was used before, and changes nothing. Nor does a refresh
 * that comes too soon after too many, or an access token that would outlive the session: the answer then says how long to
 * wait, or when the session ends.
 */
export const rotateSession = script(
  {
    name: "rotateSession",
    keys: ["sessionKey", "answerKey", "indexKey", "outboxKey"],
    args: [
      ...["userId", "familyHash", "tokenHash", "nextTokenHash", "sealedAnswer", "repeatMilliseconds"],
      ...["sessionId", "network", "accessId", "accessEndsAt", "refreshTtlSeconds", "sessionTtlSeconds"],
      ...["revokedTokenPrefix", "burst", "intervalMilliseconds"],
      ...eventArgs,
    ],
  },
  `${appendEvent}${sessionIndex}${refreshPace}
local user, family, current, parent, usedAt, beganAt, endsAt, firstNetwork, lastAccessId, lastAccessEnd, pacedUntil =
  unpack(redis.call('HMGET', sessionKey, 'userId', 'familyHash', 'tokenHash', 'parentHash', 'usedAt', 'beganAt',
    'endsAt', 'network', 'accessId', 'accessEndsAt', 'pacedUntil'))
if user ~= userId or family ~= familyHash then return {'unknown'} end
local ends = endOf(endsAt, beganAt, sessionTtlSeconds)
if hasLapsed(ends, usedAt, refreshTtlSeconds) then return {'unknown'} end
if tokenHash ~= current then
  local kept = redis.call('GET', answerKey)
  if kept then return {'repeated', kept} end
  if tokenHash ~= parent then return {'reused'} end
end
local wait, nextPacedUntil = pace(pacedUntil, burst, intervalMilliseconds)
if wait > 0 then return {'limited', wait} end
local accessEnd = tonumber(accessEndsAt)
if accessEnd > ends then return {'ends', ends} end
local ttl = math.min(tonumber(refreshTtlSeconds), ends - now)
local lastEnd = lastAccess(lastAccessEnd)
if tokenHash == parent and lastAccessId then
  redis.call('SET', revokedTokenPrefix .. lastAccessId, '1', 'EXAT', lastEnd + ${clockToleranceSeconds})
end
redis.call('HSET', sessionKey, 'tokenHash', nextTokenHash, 'parentHash', tokenHash, 'usedAt', now, 'network', network,
  'accessId', accessId, 'accessEndsAt', math.max(lastEnd, accessEnd), 'pacedUntil', nextPacedUntil)
redis.call('EXPIRE', sessionKey, ttl)
remember(indexKey, sessionId, ttl)
if tonumber(repeatMilliseconds) > 0 then redis.call('SET', answerKey, sealedAnswer, 'PX', repeatMilliseconds) end
append()
if tokenHash == parent then return {'replaced', firstNetwork or ''} end
return {'rotated'}
`,
  toOutcome,
);

function toOutcome(answer: Answer): RotationOutcome {
  switch (answer[0]) {
    case "repeated":
      return { kind: "repeated", sealedAnswer: answer[1] };
    case "replaced":
      return { kind: "replaced", firstNetwork: answer[1] };
    case "limited":
      return { kind: "limited", retryAfterSeconds: Math.ceil(answer[1] / 1000) };
    case "ends":
      return { kind: "ends", endsAt: answer[1] };
    default:
      return { kind: answer[0] };
  }
}
