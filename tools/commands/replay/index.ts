import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { readSelected } from "../../../service/replay/reader";
import { NotForRecipientError, type Recipient } from "../../../service/replay/recipient";
import {
  planReplay,
  ReplayCountError,
  ReplayInterruptedError,
  resumableFor,
  runReplay,
} from "../../../service/replay/replay";
import { authEvents } from "../../../stream-config";
import { UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { asOperator, explained, type Operator } from "../../stack/operator";
import { help, type ReplayOptions, readReplayArgs } from "./args";

/** Counts, replays or prints events; writes lines with `print`. The signal stops a replay. Throws UserError. */
export async function replayEvents(
  options: ReplayOptions,
  operator: Operator,
  print: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { to } = options;
  if (to.kind === "print") return printEvents(options, operator, print);
  try {
    await give(to.recipient, options, operator, print, signal);
  } catch (error) {
    throw error instanceof NotForRecipientError ? new UserError(error.message, isHeldToFilters) : error;
  }
}

const isHeldToFilters =
  "A replay gives a consumer what its filters give it. Wider ones are a change of stream-config/consumers, which gets a review.";

async function give(
  recipient: Recipient,
  { confirmed, ...options }: ReplayOptions,
  operator: Operator,
  print: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (confirmed === undefined) return dryRun(recipient, options, operator, print);
  await replayTo(recipient, { ...options, confirmed }, operator, print, signal);
}

async function printEvents({ selection }: ReplayOptions, operator: Operator, print: (line: string) => void) {
  for await (const { sequence, time, body } of readSelected(operator, selection, authEvents.subjects)) {
    print(`{"sequence":${sequence},"time":"${time}","event":${Buffer.from(body).toString()}}`);
  }
}

async function dryRun(
  recipient: Recipient,
  { selection }: ReplayOptions,
  operator: Operator,
  print: (line: string) => void,
) {
  const { events, byType, last } = await planReplay(operator, recipient, selection);
  for (const [type, count] of Object.entries(byType)) print(`${count}  ${type}`);
  print(events === 0 ? "No event is selected." : `To replay them add: --last ${last} --confirm ${events}`);
}

/** What was replayed to whom, by whom and when, is told in lines of JSON, to be kept. */
async function replayTo(
  recipient: Recipient,
  { id = randomUUID(), selection, confirmed, perSecond }: ReplayOptions & { readonly confirmed: number },
  operator: Operator,
  print: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const told = { id, consumer: recipient.name, selection, confirmed, perSecond };
  const log = (msg: string) =>
    print(JSON.stringify({ time: new Date().toISOString(), by: userInfo().username, ...told, msg }));
  log("Replay begins");
  try {
    await runReplay(operator, { id, recipient, selection, confirmed, perSecond }, signal);
  } catch (error) {
    log("Replay failed");
    throw replayFailure(error, signal);
  }
  log("Replay ended");
}

function replayFailure(error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof ReplayCountError)
    return new UserError(error.message, "Make the dry run again, and confirm the number that it prints.");
  if (!(error instanceof ReplayInterruptedError)) return error;
  if (signal?.aborted) return new UserError(`The replay ${error.id} was stopped`, goOn(error.id));
  const reason = explained(error.cause);
  if (!(reason instanceof UserError)) return error;
  return new UserError(
    `The replay ${error.id} was interrupted: ${reason.message}`,
    `${reason.fix} ${goOn(error.id)}`,
  );
}

function goOn(id: string): string {
  return `To go on add --id ${id}, within ${resumableFor} of its beginning.`;
}

/** Reading and counting just end; a replay says how it goes on. */
function isReplay({ to, confirmed }: ReplayOptions): boolean {
  return to.kind === "consumer" && confirmed !== undefined;
}

/** Aborted when somebody wants the program to end. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return stop.signal;
}

if (require.main === module) {
  main(async () => {
    const options = readReplayArgs(process.argv.slice(2));
    if (options === "help") return console.log(help);
    const signal = isReplay(options) ? stopSignal() : undefined;
    await asOperator((operator) => replayEvents(options, operator, console.log, signal));
  });
}
