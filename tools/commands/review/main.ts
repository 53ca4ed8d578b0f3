import { describeError, UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { explainLoading } from "./explain";

/** `npm run review`: 2 says that the comparison could not be made, so that it is not taken for a finding. */
main(async () => {
  const isTerminal = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  try {
    const { review } = loadReview();
    const { output, status } = await review(process.argv.slice(2), process.cwd(), isTerminal);
    await new Promise((written) => process.stdout.write(output, written));
    process.exitCode = status;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(describeError(error));
    process.exitCode = 2;
  }
});

/** The review is written with the working tree's contract, so one that can't be loaded is told here. */
function loadReview(): typeof import(".") {
  try {
    return require(".");
  } catch (error) {
    throw new UserError(
      `the contract of the working tree can't be loaded: ${explainLoading(error, process.cwd())}`,
      "Mend it; `npm run types` may say more, and `npm ci` installs what is missing.",
    );
  }
}
