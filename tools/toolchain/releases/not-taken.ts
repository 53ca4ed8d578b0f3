/** Why a release file is not taken, in words that follow the program's name and version. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";

  constructor(
    reason: string,
    /** The host does not answer, so its other files need not be asked for. */
    readonly hostIsAway = false,
  ) {
    super(reason);
  }
}
