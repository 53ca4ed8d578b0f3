/** A failure that the person running Pulumi can do something about: what is wrong, and what to do. */
export class ProviderError extends Error {
  constructor(
    readonly problem: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n${fix}`, options);
  }
}

/** The live system can't be asked: it is away, or does not let us in. */
export class UnreachableError extends ProviderError {}

/** The servers are there, but too few of them to agree on anything. */
export class NoQuorumError extends UnreachableError {}

/** Nobody answers: the servers hang, can't agree, or are out of reach without having said so. */
export class UnansweredError extends NoQuorumError {}

/** The connection ended while an answer was awaited. */
export class DroppedError extends UnreachableError {}

/** A change was sent and no answer came: it may have been made, or may still be. */
export class UncertainError extends UnreachableError {}
