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
