import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";

/** Two loggers that write to the same place. */
export interface Loggers {
  readonly log: Logger;
  /** For the outcome of publishing events, whose lines have exactly the documented keys and thus no time of their own. */
  readonly eventLog: Logger;
}

const secrets = [
  "password",
  "passwordHash",
  "accessToken",
  "refreshToken",
  "authorization",
  "cookie",
  "seed",
];

/** JSON lines with `level` as a word. Passwords, tokens and authorization headers are redacted wherever they appear. */
export function createLoggers(level: string, destination: DestinationStream = pino.destination(1)): Loggers {
  const options: LoggerOptions = {
    level,
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
  };
  return {
    log: pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, destination),
    eventLog: pino({ ...options, timestamp: false }, destination),
  };
}
