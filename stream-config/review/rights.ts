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
}

type Way = Omit<Reading, "events">;

/** What a user may do beside reading: the verb, and its objects. */
export interface Acting {
  readonly verb: string;
  readonly stream: string;
  readonly objects: readonly string[];
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
    });
  }
  return [...byStream.values()];
}

/** What the user's grants let it do beside reading, one entry per verb and stream. */
export function actingOf(user: ContractUser | undefined): Acting[] {
  const byKey = new Map<string, Acting>();
  for (const grant of (user?.grants ?? []).filter(({ verb }) => !readingVerbs.has(verb))) {
    const next = acting(grant);
    const key = `${next.verb} ${next.stream}`;
    byKey.set(key, { ...next, objects: union(byKey.get(key)?.objects, next.objects) });
  }
  return [...byKey.values()];
}

function union(known: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}

const readingVerbs = new Set(["consume", "replay", "subscribe"]);

function readingsOfGrant(grant: ContractGrant, index: Index): Way[] {
  const stream = grant.stream ?? "";
  const stored = index.streams.get(stream)?.subjects ?? [];
  switch (grant.verb) {
    case "consume":
      return grant.consumers.flatMap((name) => consumed(name, index));
    case "replay":
      return [{ stream, subjects: stored, ways: ["by replaying any stored message"] }];
    case "backup":
      return [{ stream, subjects: stored, ways: ["by copying the whole stream"] }];
    case "subscribe":
      return [{ stream, subjects: grant.subjects, ways: ["as they are published"] }];
    default:
      return [];
  }
}

/** A consumer that the contract doesn't declare isn't on the servers, and gives nothing. */
function consumed(name: string, index: Index): Way[] {
  const consumer = index.consumers.get(name);
  if (consumer === undefined) return [];
  const filters = consumer.filterSubjects ?? [];
  const subjects = filters.length > 0 ? filters : (index.streams.get(consumer.stream)?.subjects ?? []);
  return [{ stream: consumer.stream, subjects, ways: [`through the durable ${code(name)}`] }];
}

function acting({ verb, stream = "", consumers, subjects }: ContractGrant): Acting {
  return {
    verb,
    stream,
    objects: verb === "publish" || verb === "deposit" ? subjects : [stream, ...consumers],
  };
}
