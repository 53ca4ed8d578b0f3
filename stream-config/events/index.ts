import { userLoggedIn } from "./user-logged-in";
import { userLoggedOut } from "./user-logged-out";
import { userRegistered } from "./user-registered";
import { userTokenRefreshed } from "./user-token-refreshed";

export { deadLetterHeaders, eventIdHeader, replayHeader } from "./dead-letter";
export { type EventEnvelope, type EventMetadata, eventMetadata } from "./envelope";
export type { EventDefinition } from "./event";
export { type EventHeaders, type EventOrigin, eventHeaders, headersOf } from "./headers";
export type { UserLoggedIn } from "./user-logged-in";
export type { UserLoggedOut } from "./user-logged-out";
export type { UserRegistered } from "./user-registered";
export type { UserTokenRefreshed } from "./user-token-refreshed";
export { userLoggedIn, userLoggedOut, userRegistered, userTokenRefreshed };

/** Every event type, in the order of a session's life. */
export const events = [userRegistered, userLoggedIn, userTokenRefreshed, userLoggedOut] as const;
