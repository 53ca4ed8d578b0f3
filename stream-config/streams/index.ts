import { authEvents } from "./auth-events";
import { authEventsAdvisories } from "./auth-events-advisories";
import { authEventsDlq } from "./auth-events-dlq";
import { authEventsReplay } from "./auth-events-replay";

export { deadLetterSubject } from "./auth-events-dlq";
export { replaySubject } from "./auth-events-replay";
export type { StreamDefinition } from "./stream";
export { authEvents, authEventsAdvisories, authEventsDlq, authEventsReplay };

/** Every stream that the stack declares. */
export const streams = [authEvents, authEventsDlq, authEventsReplay, authEventsAdvisories] as const;
