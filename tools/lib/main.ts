import { describeError } from "./errors";

/** Runs a command's work and exits: with 1 and one paragraph after a failure that the user can mend. */
export function main(work: () => Promise<void>): void {
  // A reader such as `head` may go before we have finished.
  process.stdout.on("error", () => process.exit());
  work().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(`\n${describeError(error)}`);
      process.exit(1);
    },
  );
}
