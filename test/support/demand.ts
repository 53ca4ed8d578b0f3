import { describeError } from "../../tools/lib/errors";
import { demand, type Requirements } from "../../tools/toolchain/requirements";

/** Stops tests whose requirements are not there, with what to do about it. Nothing is installed. */
export async function demandHere(requirements: Requirements): Promise<void> {
  try {
    await demand(requirements);
  } catch (error) {
    throw new Error(describeError(error));
  }
}
