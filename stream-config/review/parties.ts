import { verbNamed } from "../acl/verbs";
import type { Consequence, Party } from "../consequence";
import { subjectsOverlap } from "../subjects";
import type { Contract, ContractGrant } from "./contract";
import type { Finding } from "./report";
import { codes, sentence } from "./words";

/** Names of users by what they are to a stream, a consumer or an event. */
export type Parties = Readonly<Record<Exclude<Party, "operators">, readonly string[]>>;

export const nobody: Parties = { publishers: [], readers: [] };

/** Who puts messages into a stream, and who takes them out in any way. */
export function partiesOfStream(name: string, contract: Contract): Parties {
  return partiesWhere(contract, ({ stream }) => stream === name);
}

/** Who takes messages of a consumer, and who publishes what it gets. */
export function partiesOfConsumer(
  { name, stream: of }: { readonly name: string; readonly stream: string },
  contract: Contract,
): Parties {
  const { publishers } = partiesOfStream(of, contract);
  const { readers } = partiesWhere(
    contract,
    ({ stream, consumers }) => stream === of && consumers.includes(name),
  );
  return { publishers, readers };
}

/** Who publishes a subject, and who reads it from its stream. */
export function publishersOf(subjects: readonly string[], contract: Contract): readonly string[] {
  const overlaps = (grant: ContractGrant) =>
    grant.subjects.some((own) => subjects.some((subject) => subjectsOverlap(own, subject)));
  return partiesWhere(contract, overlaps).publishers;
}

function partiesWhere({ users }: Contract, isAbout: (grant: ContractGrant) => boolean): Parties {
  const withVerb = (is: (verb: string) => boolean) =>
    users
      .filter(({ grants }) => grants.some((grant) => is(grant.verb) && isAbout(grant)))
      .map(({ name }) => name);
  return { publishers: withVerb(puts), readers: withVerb(takes) };
}

function puts(verb: string): boolean {
  const acts = verbNamed(verb)?.acts ?? "reading only";
  return acts !== "reading only" && acts.on === "subjects";
}

function takes(verb: string): boolean {
  return (verbNamed(verb)?.reads ?? "nothing") !== "nothing";
}

/** A consequence as a finding tells it, with the names of who notices. */
export function tell(
  { reason, notices, when, undo, todo }: Consequence,
  parties: Parties,
): Pick<Finding, "consequence" | "notices" | "when" | "undo" | "todo"> {
  return {
    consequence: sentence(reason),
    notices: notices.map((party) => named(party, parties)),
    when,
    undo,
    ...(todo !== "nothing" && { todo }),
  };
}

function named(party: Party, parties: Parties): string {
  const names = party === "operators" ? [] : parties[party];
  return names.length === 0 ? party : `${party} (${codes(names)})`;
}
