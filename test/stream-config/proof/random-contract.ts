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
    grants: fc.oneof(
      backupGrants(parts),
      publishGrants(parts.filter(({ events }) => events.length > 0)),
      otherGrants(parts, consumers),
    ),
  });
  return fc.uniqueArray(user, { maxLength: 6, selector: (each) => each.name }).map((others) => ({
    streams: parts.map(({ stream }) => stream),
    events: parts.flatMap(({ events }) => events),
    consumers,
    users: [adminOf(parts, consumers), ...others],
  }));
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

function publishGrants(parts: readonly StreamPart[]): fc.Arbitrary<readonly Grant[]> {
  return fc.constantFrom(...parts).chain(({ stream, events }) =>
    fc
      .subarray(
        events.map(({ subject }) => subject),
        { minLength: 1 },
      )
      .map((subjects) => [{ verb: "publish", stream, subjects }] as const),
  );
}

function copiesGrants(stream: StreamDefinition): fc.Arbitrary<Grant>[] {
  const { subjects } = stream;
  return [
    fc.constant<Grant>({ verb: "deposit", stream, subjects }),
    fc.constant<Grant>({ verb: "remove", stream }),
  ];
}

function backupGrants(parts: readonly StreamPart[]): fc.Arbitrary<readonly Grant[]> {
  const grants = parts.map(({ stream }) => ({ verb: "backup", stream }) as const);
  return fc.subarray(grants, { minLength: 1 });
}

/** At most one grant of a verb on a stream, and one consumer. */
function otherGrants(
  parts: readonly StreamPart[],
  consumers: readonly ConsumerDefinition[],
): fc.Arbitrary<readonly Grant[]> {
  const onStream = parts.flatMap(({ stream, events }) => {
    const own = fc.subarray(consumers.filter((consumer) => consumer.stream === stream.name));
    return [
      own.map((some): Grant => ({ verb: "manage", stream, consumers: some })),
      own.map((some): Grant => ({ verb: "observe", stream, consumers: some })),
      fc.constant<Grant>({ verb: "replay", stream }),
      ...(stream.holds === "copies" ? copiesGrants(stream) : []),
      filtersOf({ stream, events }).map((subjects): Grant => ({ verb: "subscribe", stream, subjects })),
    ];
  });
  const consume = consumers.map((consumer): Grant => ({ verb: "consume", consumer }));
  const oneOrNone = fc.subarray(consume, { maxLength: Math.min(1, consume.length) });
  return fc
    .tuple(
      fc.subarray(onStream).chain((some) => fc.tuple(...some)),
      oneOrNone,
    )
    .map(([grants, consumed]) => [...grants, ...consumed]);
}
