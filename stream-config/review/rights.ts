import { verbNamed } from "../acl/verbs";
import type { Acts } from "../acl/verbs/verb";
import type { Contract, ContractGrant, ContractUser } from "./contract";
import { eventsUnder } from "./copies";
import { code } from "./words";

/** What a user may read of one stream: subjects, with wildcards perhaps, and the ways to read them in words. */
export interface Reading {
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Subjects of the events that are read with them: others in a stream of copies. */
  readonly events: readonly string[];
  readonly ways: readonly string[];
  /** The verbs behind the ways. */
  readonly verbs: readonly string[];
}

type Way = Omit<Reading, "events">;

/** What a user may do beside reading: the verb, and its objects. */
export interface Acting {
  readonly verb: string;
  readonly stream: string;
  readonly objects: readonly string[];
  /** The two in words. */
  readonly deed: (objects: string, stream: string) => string;
}

/** A contract's parts by their names, for looking them up once per user. */
export interface Index {
  readonly contract: Contract;
  readonly streams: ReadonlyMap<string, Contract["streams"][number]>;
  readonly consumers: ReadonlyMap<string, Contract["consumers"][number]>;
}

/** Builds the index of a contract. */
export function indexOf(contract: Contract): Index {
  return {
    contract,
    streams: new Map(contract.streams.map((stream) => [stream.name, stream])),
    consumers: new Map(contract.consumers.map((consumer) => [consumer.name, consumer])),
  };
}

/** What the user's grants let it read, one entry per stream. */
export function readingsOf(user: ContractUser | undefined, index: Index): Reading[] {
  const byStream = new Map<string, Reading>();
  for (const reading of (user?.grants ?? []).flatMap((grant) => readingsOfGrant(grant, index))) {
    const known = byStream.get(reading.stream);
    const subjects = union(known?.subjects, reading.subjects);
    byStream.set(reading.stream, {
      stream: reading.stream,
      subjects,
      events: eventsUnder(subjects, index.contract),
      ways: union(known?.ways, reading.ways),
      verbs: union(known?.verbs, reading.verbs),
    });
  }
  return [...byStream.values()];
}

/** What the user's grants let it do beside reading, one entry per verb and stream. */
export function actingOf(user: ContractUser | undefined): Acting[] {
  const byKey = new Map<string, Acting>();
  for (const next of (user?.grants ?? []).flatMap(acting)) {
    const key = `${next.verb} ${next.stream}`;
    byKey.set(key, { ...next, objects: union(byKey.get(key)?.objects, next.objects) });
  }
  return [...byKey.values()];
}

function union(known: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}

/** What a verb does beside reading. Of one that this revision does not know, the name says what it may. */
export function actsOf(verb: string): Acts {
  const unknown: Acts = {
    on: "stream and consumers",
    deed: (objects) => `${code(verb)} ${objects}`,
  };
  return verbNamed(verb)?.acts ?? unknown;
}

/** What a grant is on: subjects, consumers, or the stream and consumers. */
function objectsOf({ verb, stream = "", consumers, subjects }: ContractGrant): readonly string[] {
  const { reads = "nothing", acts = "reading only" } = verbNamed(verb) ?? {};
  if (reads !== "nothing" && reads.what !== "stream") return reads.what === "subjects" ? subjects : consumers;
  return acts !== "reading only" && acts.on === "subjects" ? subjects : [stream, ...consumers];
}

/** What a verb is granted on, and to whom. */
export function holdersOf(verb: string, { users }: Contract): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const { name, grants } of users) {
    const granted = grants.filter((grant) => grant.verb === verb).flatMap(objectsOf);
    for (const object of new Set(granted)) holders.set(object, [...(holders.get(object) ?? []), name]);
  }
  return holders;
}

function readingsOfGrant(grant: ContractGrant, index: Index): Way[] {
  const { stream = "", subjects, consumers } = grant;
  const reads = verbNamed(grant.verb)?.reads ?? "nothing";
  if (reads === "nothing") return [];
  const { what, way } = reads;
  if (what === "consumers") return consumers.flatMap((name) => consumed(name, grant.verb, way, index));
  const stored = index.streams.get(stream)?.subjects ?? [];
  return [{ stream, subjects: what === "stream" ? stored : subjects, ways: [way], verbs: [grant.verb] }];
}

/** A consumer that the contract doesn't declare isn't on the servers, and gives nothing. */
function consumed(name: string, verb: string, way: string, index: Index): Way[] {
  const consumer = index.consumers.get(name);
  if (consumer === undefined) return [];
  const filters = consumer.filterSubjects ?? [];
  const subjects = filters.length > 0 ? filters : (index.streams.get(consumer.stream)?.subjects ?? []);
  return [{ stream: consumer.stream, subjects, ways: [`${way} ${code(name)}`], verbs: [verb] }];
}

function acting({ verb, stream = "", consumers, subjects }: ContractGrant): Acting[] {
  const acts = actsOf(verb);
  if (acts === "reading only") return [];
  const objects = acts.on === "subjects" ? subjects : [stream, ...consumers];
  return [{ verb, stream, objects, deed: acts.deed }];
}
