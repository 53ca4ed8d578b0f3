import type { ConsumerDefinition } from "../consumers/consumer";
import { quote } from "../quote";
import type { StreamDefinition } from "../streams/stream";
import { isSubject, isWithin, subjectsOverlap } from "../subjects";
import { type Problem, pairs, problemIf, type Rule, secondsOf } from "./problem";

/** A consumer's stream is declared, and stores what the consumer is to get. */
export const consumerFilters: Rule = ({ streams, consumers }) =>
  consumers.flatMap((consumer) => {
    const stream = streams.find(({ name }) => name === consumer.stream);
    if (stream !== undefined) return filterProblems(consumer, stream);
    const known = streams.map(({ name }) => quote(name)).join(", ");
    return [
      {
        at: `consumers.${consumer.name}.stream`,
        message: `${quote(consumer.stream)} is not declared; streams are ${known}`,
      },
    ];
  });

/** Redelivery makes sense: it begins after some time, ends some time, and the message is still there. */
export const redelivery: Rule = ({ streams, consumers }) =>
  consumers.flatMap(({ name, stream, ackWait, maxDeliver, maxAckPending }) => {
    const { maxAge = "0s" } = streams.find((candidate) => candidate.name === stream) ?? {};
    const at = (field: string) => `consumers.${name}.${field}`;
    return [
      ...problemIf(
        secondsOf(ackWait) < 1,
        at("ackWait"),
        `${quote(ackWait)} leaves no time to work; write 1s or more`,
      ),
      ...problemIf(
        secondsOf(maxAge) > 0 && secondsOf(ackWait) >= secondsOf(maxAge),
        at("ackWait"),
        `${quote(ackWait)} is not below the stream's maxAge ${quote(maxAge)}; a message would be gone before it comes again`,
      ),
      ...countProblems(at("maxDeliver"), maxDeliver),
      ...countProblems(at("maxAckPending"), maxAckPending),
    ];
  });

/** The shortest time after which a replica may be taken for silent: it asks for messages every two seconds. */
const shortestSilenceSeconds = 5;

/** Replicas that take turns do so in a group, and not while one of them only waits for the next message. */
export const turns: Rule = ({ consumers }) =>
  consumers.flatMap(({ name, priorityPolicy, priorityGroups, priorityTimeout }) => {
    const given = [priorityPolicy, priorityGroups, priorityTimeout].filter((value) => value !== undefined);
    return [
      ...problemIf(
        given.length !== 0 && given.length !== 3,
        `consumers.${name}.priorityPolicy`,
        'priorityPolicy, priorityGroups and priorityTimeout belong together; write ...oneReplicaAtATime("10s")',
      ),
      ...problemIf(
        priorityTimeout !== undefined && secondsOf(priorityTimeout) < shortestSilenceSeconds,
        `consumers.${name}.priorityTimeout`,
        `${quote(priorityTimeout)} is too short for a replica that works; write ${shortestSilenceSeconds}s or more`,
      ),
    ];
  });

/** A new consumer begins somewhere that NATS understands. */
export const starts: Rule = ({ consumers }) =>
  consumers.flatMap(({ name, startFrom }) =>
    problemIf(
      !/^(all|new|sequence [1-9]\d*|time \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)$/.test(startFrom),
      `consumers.${name}.startFrom`,
      `${quote(startFrom)} is no place to begin; write all, new, "sequence 1042" or "time 2026-01-31T12:00:00Z"`,
    ),
  );

function filterProblems(
  { name, filterSubjects }: ConsumerDefinition,
  stream: StreamDefinition,
): readonly Problem[] {
  const at = `consumers.${name}.filterSubjects`;
  const stored = (filter: string) => stream.subjects.some((subject) => isWithin(filter, subject));
  return [
    ...problemIf(
      filterSubjects.length === 0,
      at,
      `no filter means all; write ${quote(stream.subjects)} when that is meant`,
    ),
    ...filterSubjects.flatMap((filter) =>
      problemIf(
        !isSubject(filter) || !stored(filter),
        at,
        `${quote(filter)} is not within the subjects of ${quote(stream.name)}, ${quote(stream.subjects)}`,
      ),
    ),
    ...pairs(filterSubjects)
      .filter(([one, other]) => subjectsOverlap(one, other))
      .map(([one, other]) => ({
        at,
        message: `${quote(other)} overlaps ${quote(one)}; leave the narrower one out`,
      })),
  ];
}

function countProblems(at: string, count: number): readonly Problem[] {
  const wrong = !Number.isSafeInteger(count) || count < 1;
  return problemIf(wrong, at, `${quote(count)} is not a count; write 1 or more`);
}
