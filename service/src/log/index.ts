export { type ErrorReply, isErrorReply } from "./error-reply";
export { createLoggers, type Loggers, withoutRedaction } from "./logger";
export { messageOf, Trouble } from "./trouble";
