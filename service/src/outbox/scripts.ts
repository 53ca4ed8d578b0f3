import { parkedEntries } from "../store/lua/parked-entries";
import { script } from "../store/script";

/** The scripts of the relay and of those who look after it. All run in a full store: it is they that empty the outbox. */

/** Takes a free lock; whether it is ours. */
export const takeLock = script(
  { name: "takeLock", keys: ["lockKey"], args: ["token", "milliseconds"], whenFull: "runs" },
  "return redis.call('SET', lockKey, token, 'PX', milliseconds, 'NX') and 1 or 0",
  isOurs,
);

/** Prolongs a lock that is still ours; whether it is. */
export const renewLock = script(
  { name: "renewLock", keys: ["lockKey"], args: ["token", "milliseconds"], whenFull: "runs" },
  `
if redis.call('GET', lockKey) ~= token then return 0 end
return redis.call('PEXPIRE', lockKey, milliseconds)
`,
  isOurs,
);

/** Gives up a lock that is still ours. */
export const releaseLock = script(
  { name: "releaseLock", keys: ["lockKey"], args: ["token"], whenFull: "runs" },
  "if redis.call('GET', lockKey) == token then redis.call('DEL', lockKey) end",
);

/** Removes entries, for as long as the lock is ours; whether it is. */
export const removeEntries = script(
  {
    name: "removeEntries",
    keys: ["lockKey", "outboxKey"],
    args: ["token"],
    rest: "streamIds",
    whenFull: "runs",
  },
  `
if redis.call('GET', lockKey) ~= token then return 0 end
redis.call('XDEL', outboxKey, unpack(streamIds))
return 1
`,
  isOurs,
);

function isOurs(answer: 0 | 1): boolean {
  return answer === 1;
}

/** What became of an entry that was to be parked; "dropped": its user has been erased, or it was gone. */
export type ParkOutcome = "not ours" | "parked" | "dropped";
const parkOutcomes: readonly [ParkOutcome, ParkOutcome, ParkOutcome] = ["not ours", "parked", "dropped"];

/** Sets an entry aside, for as long as the lock is ours. No user key: it is no event. */
export const parkEntry = script(
  {
    name: "parkEntry",
    keys: ["lockKey", "outboxKey", "parkedKey", "userKey"],
    args: ["token", "streamId", "reason"],
    whenFull: "runs",
  },
  `${parkedEntries}
if redis.call('GET', lockKey) ~= token then return 0 end
return setAside(outboxKey, parkedKey, userKey, streamId, reason)
`,
  (answer: 0 | 1 | 2) => parkOutcomes[answer],
);

/** The same for an operator, whatever the relay does. */
export const parkByHand = script(
  {
    name: "parkByHand",
    keys: ["outboxKey", "parkedKey", "userKey"],
    args: ["streamId", "reason"],
    whenFull: "runs",
  },
  `${parkedEntries}
setAside(outboxKey, parkedKey, userKey, streamId, reason)
`,
);

/**
 * Moves a parked entry back into the outbox without its reason, after those of the same user that were parked before
 * it; how many were moved. An empty mark: it is no event and has no user.
 */
export const retryParked = script(
  { name: "retryParked", keys: ["parkedKey", "outboxKey"], args: ["parkedId", "mark"], whenFull: "runs" },
  `${parkedEntries}
local asked = redis.call('XRANGE', parkedKey, parkedId, parkedId)[1]
if not asked then return 0 end
local moved = 0
local function move(entryId, fields)
  redis.call('XDEL', parkedKey, entryId)
  redis.call('XADD', outboxKey, '*', unpack(fields, 3))
  moved = moved + 1
end
if mark == '' then move(parkedId, asked[2]) else eachOf(parkedKey, parkedId, mark, move) end
return moved
`,
  (moved: number) => moved,
);
