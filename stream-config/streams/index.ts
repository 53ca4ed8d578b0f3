import { authEvents } from "./auth-events";

export type { StreamDefinition } from "./stream";
export { authEvents };

/** Every stream that the stack declares. */
export const streams = [authEvents] as const;
