import { endSession } from "./end-session";
import { openSession } from "./open-session";
import { register } from "./register";
import { rotateSession } from "./rotate-session";

/** The state changes, each with its event in one atomic script (`scripts` option of ioredis). */
export const scripts = { register, openSession, rotateSession, endSession };
