import type { TObject } from "typebox";

/** Properties of a resource by name, in the clear. */
export type Properties = Readonly<Record<string, unknown>>;

/** An input that can't be accepted. `property` is its path, e.g. "subjects[0]". */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** Inputs as they go on from `check`, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** What a check knows beside the inputs. */
export interface CheckContext<Inputs> {
  /** The recorded inputs of an existing resource. */
  readonly before: Inputs | undefined;
  /** Names of the inputs that are given but not known yet. */
  readonly unknowns: ReadonlySet<string>;
}

/** How one field differs between what is and what shall be. */
export interface FieldChange {
  readonly kind: "add" | "update" | "delete";
  readonly effect: "update" | "replace";
  readonly of: "input" | "output";
}

/** Changed fields by name. */
export type FieldChanges = Readonly<Record<string, FieldChange>>;

/** A resource in its last recorded state, and its new inputs. */
export interface Change<Inputs = object, State = object> {
  readonly id: string;
  readonly before: State;
  readonly inputs: Inputs;
  /** Whose inputs they are: the program's, or in a refresh the recorded ones, which nothing will be made of. */
  readonly inputsOf: "program" | "record";
}

/** What a resource's functions learn about the operation. Messages appear beside the resource in Pulumi's output. */
export interface Call {
  readonly urn: string;
  /** Fires when Pulumi is told to stop. */
  readonly signal: AbortSignal;
  /** When the operation's time is over, by the resource's `customTimeouts`; undefined when it has none. */
  readonly deadline: Date | undefined;
  readonly inform: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** A resource as it was last recorded. Inputs that never change a resource may be newer than its state. */
export interface Recorded<Inputs, State> {
  readonly id: string;
  readonly inputs: Inputs;
  readonly state: State;
}

/** A live resource as it was found. */
export interface Found<State> {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: State;
}

/**
 * One kind of resource. The engine calls `check`, `diff` and then one of the others; during a preview only the first
 * two, with inputs that aren't known yet left out. Failures are thrown; a ProviderError says what to do.
 */
export interface Resource<Inputs extends object = object, State extends object = object> {
  /** Its type in Pulumi, e.g. "authstack:jetstream:Stream". */
  readonly token: string;
  readonly description: string;
  readonly inputs: TObject;
  /** What its state has beside the inputs. */
  readonly outputs: TObject;
  /** Outputs that are always secrets. */
  readonly secrets: readonly string[];
  /** Fills in defaults and finds what the schema can't say. */
  check(inputs: Partial<Inputs>, context: CheckContext<Inputs>): Checked | Promise<Checked>;
  /** Refines the changed inputs: which need a replacement, and what has to change for another reason. */
  diff?(
    change: Change<Partial<Inputs>, State>,
    changed: FieldChanges,
    call: Call,
  ): FieldChanges | Promise<FieldChanges>;
  /** Whether an update leaves the outputs beside the inputs as they are, so that a preview can show them as known. */
  keepsOutputs?(changed: FieldChanges): boolean;
  create(inputs: Inputs, call: Call): Promise<{ readonly id: string; readonly state: State }>;
  /**
   * Reads the live resource, or undefined when it is gone; done before every preview and update, so that drift shows.
   * Left out, the record is all there is, and imports fail.
   */
  read?(id: string, recorded: Inputs | undefined, call: Call): Promise<Found<State> | undefined>;
  update(change: Change<Inputs, State>, call: Call): Promise<State>;
  /** Left out, there is nothing to remove. */
  delete?(recorded: Recorded<Inputs, State>, call: Call): Promise<void>;
}
