import type { Result } from "ioredis";
import { evenWhenFull } from "../store/scripts/even-when-full";

/**
 * Lua: `eachOf(stream, last, mark, act)` calls `act` with each entry of the stream up to an id whose body has the mark,
 * which is that of a user (`markOf`). `setAside` moves an entry out of the outbox: to the parked ones with the reason,
 * which becomes its first field, or nowhere when its user has been erased; 2 when it went nowhere.
 */
export const parkedEntries = `
local function bodyOf(fields)
  for i = 1, #fields, 2 do
    if fields[i] == 'body' then return fields[i + 1] end
  end
  return ''
end
local function eachOf(stream, last, mark, act)
  local from = '-'
  while true do
    local entries = redis.call('XRANGE', stream, from, last, 'COUNT', 1000)
    if #entries == 0 then return end
    for _, entry in ipairs(entries) do
      if string.find(bodyOf(entry[2]), mark, 1, true) then act(entry[1], entry[2]) end
    end
    from = '(' .. entries[#entries][1]
  end
end
local function setAside(outbox, parked, user, id, reason)
  local entry = redis.call('XRANGE', outbox, id, id)[1]
  redis.call('XDEL', outbox, id)
  if not entry then return 2 end
  if user ~= '' and redis.call('EXISTS', user) == 0 then return 2 end
  redis.call('XADD', parked, '*', 'reason', reason, unpack(entry[2]))
  return 1
end
`;

/** What the body of every event about this user has in it. */
export function markOf(userId: string): string {
  return `"userId":${JSON.stringify(userId)}`;
}

/** Sets an entry aside, for as long as the lock is ours; 0 when it is not. No user key: it is no event. */
const parkEntry = {
  numberOfKeys: 4,
  lua: `${evenWhenFull}${parkedEntries}
local lock, outbox, parked, user = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
if redis.call('GET', lock) ~= ARGV[1] then return 0 end
return setAside(outbox, parked, user, ARGV[2], ARGV[3])
`,
};

/** The same for an operator, whatever the relay does. */
const parkByHand = {
  numberOfKeys: 3,
  lua: `${evenWhenFull}${parkedEntries}
return setAside(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2])
`,
};

/**
 * Moves a parked entry back into the outbox without its reason, after those of the same user that were parked before
 * it; how many were moved. An empty mark: it is no event and has no user.
 */
const retryParked = {
  numberOfKeys: 2,
  lua: `${evenWhenFull}${parkedEntries}
local parked, outbox, id, mark = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local asked = redis.call('XRANGE', parked, id, id)[1]
if not asked then return 0 end
local moved = 0
local function move(entryId, fields)
  redis.call('XDEL', parked, entryId)
  redis.call('XADD', outbox, '*', unpack(fields, 3))
  moved = moved + 1
end
if mark == '' then move(id, asked[2]) else eachOf(parked, id, mark, move) end
return moved
`,
};

/** The scripts about parked events (`scripts` option of ioredis). All run in a full store. */
export const parkedScripts = { parkEntry, parkByHand, retryParked };

declare module "ioredis" {
  interface RedisCommander<Context> {
    parkEntry(
      lockKey: string,
      outboxKey: string,
      parkedKey: string,
      userKey: string,
      token: string,
      streamId: string,
      reason: string,
    ): Result<0 | 1 | 2, Context>;
    parkByHand(
      outboxKey: string,
      parkedKey: string,
      userKey: string,
      streamId: string,
      reason: string,
    ): Result<1 | 2, Context>;
    retryParked(
      parkedKey: string,
      outboxKey: string,
      parkedId: string,
      mark: string,
    ): Result<number, Context>;
  }
}
