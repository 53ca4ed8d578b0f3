/**
 * Lua: appends an event to the outbox; an empty id means that there is none. Part of every state change, whose last
 * arguments, from index `first` on, are those of `entryArguments`.
 */
export const appendEvent = `
local function append(outbox, first)
  local id, body, traceparent, requestId = unpack(ARGV, first)
  if id == '' then return end
  redis.call('XADD', outbox, '*', 'id', id, 'body', body, 'traceparent', traceparent, 'requestId', requestId)
end
`;
