/** Who can notice a change: who puts messages in, who reads them, who runs the stack. */
export type Party = "publishers" | "readers" | "operators";

/** When a change shows. */
export type When =
  | "at once"
  | "from the next message on"
  | "when a limit is reached"
  | "when a server fails"
  | "when a client fails or is away"
  | "when its clients connect again"
  | "in the next `pulumi up`"
  | "when the servers take the new configuration";

/** Whether setting it back brings back what was. */
export type Undo =
  | "setting it back undoes it"
  | "setting it back ends it, and what happened meanwhile stays"
  | "what is gone does not come back"
  | "it can never be undone"
  | "nothing happens, so there is nothing to undo";

/**
 * What comes of a change, for people who run or use the system. Texts are parts of sentences: they begin with no capital
 * for the sake of it, and end without a full stop; sentences within them have theirs.
 */
export interface Consequence {
  /** What happens, and to whom. */
  readonly reason: string;
  /** Who notices; nobody where empty. */
  readonly notices: readonly Party[];
  readonly when: When;
  readonly undo: Undo;
  /** What to do about it; "nothing" where there is nothing. */
  readonly todo: string;
}
