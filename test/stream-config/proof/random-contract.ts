import fc from "fast-check";
import { Type } from "typebox";
import type {
  ConsumerDefinition,
  Contract,
  EventDefinition,
  Grant,
  StreamDefinition,
  UserDefinition,
} from "../../../stream-config";

/** A stream with the events that its subjects store; its index keeps subjects of different streams apart. */
interface StreamPart {
  readonly stream: StreamDefinition;
  readonly events: readonly EventDefinition[];
}

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((text) => text !== "auth");
const words = ["user", "order", "Team_1", "a-b"] as const;

/** Contracts of one to three streams of events and one of copies, with consumers and users of every verb, that `validate` has nothing to say about. */
export const anyContract: fc.Arbitrary<Contract> = fc
  .array(fc.constantFrom("*", "word", ">", "mixed"), { minLength: 1, maxLength: 3 })
  .map((shapes) => [...shapes.map(streamPart), copiesPart])
  .chain((parts) => consumersOf(parts).chain((consumers) => contractOf(parts, consumers)));

function streamPart(shape: string, index: number): StreamPart {
  const root = `root${index}`;
  const patterns: Readonly<Record<string, string>> = {
    "*": `${root}.*`,
    ">": `${root}.>`,
    word: `${root}.user`,
    mixed: `${root}.*.user`,
  };
  const subjects = [patterns[shape]!];
  const leaf = (word: string) =>
    shape === "word" ? `${root}.user` : shape === "mixed" ? `${root}.${word}.user` : `${root}.${word}`;
  const stream: StreamDefinition = {
    name: `stream-${index}`,
    description: "",
    subjects,
    retention: "limits",
    storage: "memory",
    discard: "old",
    maxAge: "7d",
    maxMessages: 100,
    maxBytes: "1MB",
    replicas: 1,
    duplicateWindow: "2m",
    allowDirect: true,
  };
  const events = [...new Set(words.map(leaf))].map((subject) => ({
    subject,
    description: "",
    schema: Type.Object({}),
    example: {},
  }));
  return { stream, events };
}

/** A stream that publishers have no part in. */
const copiesPart: StreamPart = {
  stream: { ...streamPart("*", 9).stream, name: "copies", holds: "copies" },
  events: [],
};

function consumersOf(parts: readonly StreamPart[]): fc.Arbitrary<readonly ConsumerDefinition[]> {
  const consumer = fc.record({ name, part: fc.constantFrom(...parts) }).chain(({ name, part }) =>
    filtersOf(part).map((filterSubjects) => ({
      name,
      description: "",
      stream: part.stream.name,
      filterSubjects,
      startFrom: "all" as const,
      ackWait: "30s" as const,
      maxDeliver: 3,
      maxAckPending: 10,
    })),
  );
  return fc.uniqueArray(consumer, { maxLength: 4, selector: (each) => each.name });
}

/** The stream's own subject, or some of its events. */
function filtersOf({ stream, events }: StreamPart): fc.Arbitrary<readonly string[]> {
  const subjects = events.map(({ subject }) => subject);
  if (subjects.length === 0) return fc.constant(stream.subjects);
  return fc.oneof(fc.constant(stream.subjects), fc.subarray(subjects, { minLength: 1 }));
}

function contractOf(
  parts: readonly StreamPart[],
  consumers: readonly ConsumerDefinition[],
): fc.Arbitrary<Contract> {
  const user: fc.Arbitrary<UserDefinition> = fc.record({
    name,
    grants: fc.oneof(backupGrants(parts), publishGrants(parts), otherGrants(parts, consumers)),
  });
  return fc.uniqueArray(user, { maxLength: 6, selector: (each) => each.name }).map((others) => ({
    streams: parts.map(({ stream }) => stream),
    events: parts.flatMap(({ events }) => events),
    consumers,
    users: [adminOf(parts, consumers), ...others.map(withOwnDurable)],
  }));
}

/** Without the durables that a user before it reads. */
function withOwnDurable(
  user: UserDefinition,
  index: number,
  users: readonly UserDefinition[],
): UserDefinition {
  const taken = users.slice(0, index).flatMap(({ grants }) => grants.map(durableOf));
  return { ...user, grants: user.grants.filter((grant) => !taken.includes(durableOf(grant) ?? "none")) };
}

function durableOf(grant: Grant): string | undefined {
  return grant.verb === "consume" ? grant.consumer.name : undefined;
}

function adminOf(parts: readonly StreamPart[], consumers: readonly ConsumerDefinition[]): UserDefinition {
  const grants = parts.map(({ stream }) => ({
    verb: "manage" as const,
    stream,
    consumers: consumers.filter((consumer) => consumer.stream === stream.name),
  }));
  // Longer than any random name.
  return { name: "the-only-admin", grants };
}

/** Grants of each verb on a stream and its consumers. */
const grantsOf: Readonly<
  Record<Grant["verb"], (part: StreamPart, own: readonly ConsumerDefinition[]) => fc.Arbitrary<Grant>[]>
> = {
  publish: ({ stream, events }) =>
    events.length === 0
      ? []
      : [
          fc
            .subarray(
              events.map(({ subject }) => subject),
              { minLength: 1 },
            )
            .map((subjects) => ({ verb: "publish", stream, subjects })),
        ],
  subscribe: (part) => [
    filtersOf(part).map((subjects) => ({ verb: "subscribe", stream: part.stream, subjects })),
  ],
  consume: (_, own) => own.map((consumer) => fc.constant({ verb: "consume", consumer })),
  replay: ({ stream }) => [fc.constant({ verb: "replay", stream })],
  backup: ({ stream }) => [fc.constant({ verb: "backup", stream })],
  deposit: ({ stream }) =>
    ofCopies(stream, fc.constant({ verb: "deposit", stream, subjects: stream.subjects })),
  remove: ({ stream }) => ofCopies(stream, fc.constant({ verb: "remove", stream })),
  observe: ({ stream }, own) => [
    fc.subarray([...own]).map((consumers) => ({ verb: "observe", stream, consumers })),
  ],
  manage: ({ stream }, own) => [
    fc.subarray([...own]).map((consumers) => ({ verb: "manage", stream, consumers })),
  ],
};

function ofCopies({ holds }: StreamDefinition, grant: fc.Arbitrary<Grant>): fc.Arbitrary<Grant>[] {
  return holds === "copies" ? [grant] : [];
}

function publishGrants(parts: readonly StreamPart[]): fc.Arbitrary<readonly Grant[]> {
  const grants = parts.flatMap((part) => grantsOf.publish(part, []));
  return fc.oneof(...grants).map((grant) => [grant]);
}

function backupGrants(parts: readonly StreamPart[]): fc.Arbitrary<readonly Grant[]> {
  const grants = parts.flatMap((part) => grantsOf.backup(part, []));
  return fc.subarray(grants, { minLength: 1 }).chain((some) => fc.tuple(...some));
}

/** At most one grant of a verb on a stream, and one consumer. */
function otherGrants(
  parts: readonly StreamPart[],
  consumers: readonly ConsumerDefinition[],
): fc.Arbitrary<readonly Grant[]> {
  const { publish, backup, consume, ...others } = grantsOf;
  const granted = (verbs: (typeof grantsOf)[Grant["verb"]][]) =>
    parts.flatMap((part) => {
      const own = consumers.filter((consumer) => consumer.stream === part.stream.name);
      return verbs.flatMap((grants) => grants(part, own));
    });
  const consumed = granted([consume]);
  return fc
    .tuple(
      fc.subarray(granted(Object.values(others))),
      fc.subarray(consumed, { maxLength: Math.min(1, consumed.length) }),
    )
    .chain(([some, one]) => fc.tuple(...some, ...one));
}
