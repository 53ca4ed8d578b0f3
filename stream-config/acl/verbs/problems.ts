import { quote } from "../../quote";
import type { StreamDefinition } from "../../streams/stream";
import { isSubject, isWithin } from "../../subjects";
import type { Declared } from "../declared";

/** One message when something is wrong. */
export function messageIf(wrong: boolean, message: string): readonly string[] {
  return wrong ? [message] : [];
}

export function undeclaredStream(
  { name }: { readonly name: string },
  { streams }: Declared,
): readonly string[] {
  return messageIf(
    !streams.some((stream) => stream.name === name),
    `stream ${quote(name)} is not declared; add it to streams/index.ts`,
  );
}

export function undeclaredConsumer(
  { name, stream }: { readonly name: string; readonly stream: string },
  { consumers }: Declared,
): readonly string[] {
  return messageIf(
    !consumers.some((consumer) => consumer.name === name && consumer.stream === stream),
    `consumer ${quote(name)} of ${quote(stream)} is not declared; add it to consumers/index.ts`,
  );
}

/** Of a grant on a stream and consumers: what is not declared, and consumers of another stream. */
export function undeclaredParts(
  { stream, consumers }: StreamAndConsumers,
  declared: Declared,
): readonly string[] {
  return [
    ...undeclaredStream(stream, declared),
    ...consumers.flatMap((consumer) => [
      ...undeclaredConsumer(consumer, declared),
      ...messageIf(
        consumer.stream !== stream.name,
        `consumer ${quote(consumer.name)} is on ${quote(consumer.stream)}, not on ${quote(stream.name)}`,
      ),
    ]),
  ];
}

interface StreamAndConsumers {
  readonly stream: { readonly name: string };
  readonly consumers: readonly { readonly name: string; readonly stream: string }[];
}

/** Subjects outside a stream's. */
export function outsideStream(
  subjects: readonly string[],
  { name, subjects: stored }: StreamDefinition,
): readonly string[] {
  return subjects
    .filter((subject) => !isSubject(subject) || !stored.some((pattern) => isWithin(subject, pattern)))
    .map((subject) => `${quote(subject)} is not within the subjects of ${quote(name)}`);
}

/** Of a verb for streams of copies alone. */
export function noCopies({ name, holds }: StreamDefinition, verb: string): readonly string[] {
  return messageIf(
    holds !== "copies",
    `${quote(name)} holds no copies; ${quote(verb)} is for dead letters and replays`,
  );
}
