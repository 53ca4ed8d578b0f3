import { main } from "../../lib/main";
import { asOperator, type Operator } from "../../stack/operator";
import { type DlqCommand, help, readDlqArgs, type Which } from "./args";
import { type DeadLetter, readLetter, readLetters, removeLetter } from "./letters";
import { redrive } from "./redrive";

/** Lists, shows, redrives or removes dead letters; writes lines with `print`. Throws UserError. */
export async function runDlq(
  command: DlqCommand,
  operator: Operator,
  print: (line: string) => void,
): Promise<void> {
  switch (command.verb) {
    case "list":
      return list(operator, command.consumer, print);
    case "show":
      for (const sequence of command.sequences) print(wholeOf(await readLetter(operator, sequence)));
      return;
    case "redrive":
      return redriveAll(operator, command.which, print);
    case "remove":
      for (const sequence of command.sequences) {
        const letter = await readLetter(operator, sequence);
        await removeLetter(operator, letter);
        print(`removed ${lineOf(letter)}`);
      }
  }
}

async function list(
  operator: Operator,
  consumer: string | undefined,
  print: (line: string) => void,
): Promise<void> {
  let listed = 0;
  for await (const letter of readLetters(operator, consumer)) {
    print(lineOf(letter));
    listed += 1;
  }
  if (listed === 0) print(noneOf(consumer));
}

function noneOf(consumer: string | undefined): string {
  return consumer === undefined ? "There is no dead letter." : `There is no dead letter of ${consumer}.`;
}

async function redriveAll(operator: Operator, which: Which, print: (line: string) => void): Promise<void> {
  const letters = await lettersOf(operator, which);
  for (const letter of letters) {
    await redrive(operator, letter);
    print(`redriven ${lineOf(letter)}`);
  }
  if (letters.length === 0 && "consumer" in which) print(noneOf(which.consumer));
}

/** All before the first is redriven: what fails again would be among them. */
async function lettersOf(operator: Operator, which: Which): Promise<DeadLetter[]> {
  if ("sequences" in which) {
    return Promise.all(which.sequences.map((sequence) => readLetter(operator, sequence)));
  }
  const letters: DeadLetter[] = [];
  for await (const letter of readLetters(operator, which.consumer)) letters.push(letter);
  return letters;
}

function lineOf({ sequence, time, consumer, subject, eventId, deliveries, reason }: DeadLetter): string {
  const event = subject === "" ? "an event that is gone" : `${subject} ${eventId}`;
  return `${sequence}  ${time}  ${consumer}  ${event}  ${deliveries} deliveries  ${reason}`;
}

function wholeOf(letter: DeadLetter): string {
  const lines = [...letter.headers].map(([name, values]) => `  ${name}: ${values.join(", ")}`);
  return [lineOf(letter), ...lines, `  ${Buffer.from(letter.body).toString()}`].join("\n");
}

if (require.main === module) {
  main(async () => {
    const command = readDlqArgs(process.argv.slice(2));
    if (command === "help") return console.log(help);
    await asOperator((operator) => runDlq(command, operator, console.log));
  });
}
