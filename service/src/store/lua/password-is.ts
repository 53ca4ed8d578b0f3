/**
 * Lua: whether the user's password is still the one that was checked against this hash. A hash that was made anew from
 * the same password leaves the digest of the one before, so that nobody who checked that is told the password is wrong.
 */
export const passwordIs = `
local function passwordIs(user, hash)
  local stored = redis.call('HMGET', user, 'passwordHash', 'renewedFrom')
  return stored[1] and (stored[1] == hash or stored[2] == redis.sha1hex(hash))
end
`;
