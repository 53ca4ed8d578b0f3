import { parkedEntries } from "../lua/parked-entries";
import { passwordIs } from "../lua/password-is";
import { otherSessions, revocationArgs } from "../lua/session-index";
import { script } from "../script";

/**
 * Removes the user, the claim on the address, the known networks and devices, every session and the user's parked
 * events, which nobody would retry any more; 0 when the hash is no longer the expected one.
 */
export const eraseUser = script(
  {
    name: "eraseUser",
    keys: ["userKey", "emailKey", "knownClientsKey", "indexKey", "parkedKey"],
    args: ["expectedHash", "mark", ...revocationArgs],
    whenFull: "runs",
  },
  `${otherSessions}${passwordIs}${parkedEntries}
if not passwordIs(userKey, expectedHash) then return 0 end
endSessions(indexKey, '')
eachOf(parkedKey, '+', mark, function(id) redis.call('XDEL', parkedKey, id) end)
redis.call('DEL', userKey, emailKey, knownClientsKey)
return 1
`,
  (erased: 0 | 1) => (erased === 1 ? "erased" : "outdated"),
);
