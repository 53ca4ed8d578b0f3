import { admitLogin } from "./admit-login";
import { admitRegistration } from "./admit-registration";
import { changePassword } from "./change-password";
import { endSession } from "./end-session";
import { eraseUser } from "./erase-user";
import { listSessions } from "./list-sessions";
import { openSession } from "./open-session";
import { register } from "./register";
import { renewHash } from "./renew-hash";
import { revokeOtherSessions } from "./revoke-other-sessions";
import { revokeSession } from "./revoke-session";
import { rotateSession } from "./rotate-session";
import { settleLogin } from "./settle-login";

/** The state changes, each with its event, if it has one, in one atomic script (`scripts` option of ioredis). */
export const scripts = {
  admitLogin,
  admitRegistration,
  settleLogin,
  register,
  openSession,
  rotateSession,
  endSession,
  listSessions,
  revokeSession,
  revokeOtherSessions,
  changePassword,
  renewHash,
  eraseUser,
};
