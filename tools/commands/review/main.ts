import { describeError, UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { review } from ".";

/** `npm run review`: 2 says that the comparison could not be made, so that it is not taken for a finding. */
main(async () => {
  const isTerminal = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  try {
    const { output, status } = await review(process.argv.slice(2), process.cwd(), isTerminal);
    await new Promise((written) => process.stdout.write(output, written));
    process.exitCode = status;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(describeError(error));
    process.exitCode = 2;
  }
});
