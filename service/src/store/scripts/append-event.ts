/** Lua: appends an event to the outbox; an empty id means that there is none. Part of every state change. */
export const appendEvent = `
local function append(outbox, id, body)
  if id ~= '' then redis.call('XADD', outbox, '*', 'id', id, 'body', body) end
end
`;
