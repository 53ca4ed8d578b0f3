import type { FastifyBaseLogger } from "fastify";
import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import { serializeError } from "./serialize-error";
import { messageOf } from "./trouble";

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
  "deviceToken",
  "authorization",
  "cookie",
  "seed",
];

/**
 * JSON lines with `level` as a word. Passwords, tokens and authorization headers are redacted wherever they appear, and
 * of errors there is only what `serializeError` lets through.
 */
export function createLoggers(level: string, destination: DestinationStream = standardOutput()): Loggers {
  const options: LoggerOptions = {
    level,
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      err: serializeError,
      error: serializeError,
      reason: serializeError,
      cause: serializeError,
    },
    hooks: { logMethod: logWithMessage },
    redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
  };
  return {
    log: pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, destination),
    eventLog: pino({ ...options, timestamp: false }, destination),
  };
}

type LogMethod = NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]>;

/** Where a line has an error and no message, pino takes the error's, unseen by serializers. */
const logWithMessage: LogMethod = function (args, method) {
  const [first, message] = args as readonly unknown[];
  const error = first instanceof Error ? first : (first as { readonly err?: unknown } | undefined)?.err;
  if (message !== undefined || !(error instanceof Error)) return method.apply(this, args);
  method.apply(this, [first instanceof Error ? { err: first } : first, messageOf(error)] as typeof args);
};

/**
 * The same logger without redaction, which takes ten times as long as the rest of a line: for lines that come with every
 * request or event and whose every field is named where they are written.
 */
export function withoutRedaction(log: FastifyBaseLogger): FastifyBaseLogger {
  return log.child({}, { redact: [] });
}

/** Writes the lines of one turn of the event loop at once: a system call for each took 5 to 8 % of a request. */
function standardOutput(): DestinationStream {
  const output = pino.destination(1);
  let lines = "";
  const flush = () => {
    output.write(lines);
    lines = "";
  };
  process.on("exit", flush);
  return {
    write(line) {
      if (lines === "") setImmediate(flush);
      lines += line;
    },
  };
}
