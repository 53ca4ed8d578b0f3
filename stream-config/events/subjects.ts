import type { StreamDefinition } from "../streams/stream";
import type { events } from "./index";

/** The subject of an event type of the contract. */
export type EventSubject = (typeof events)[number]["subject"];

/** Subjects of the event types that a stream stores. */
export type EventSubjectOf<Stream extends StreamDefinition> = Extract<
  EventSubject,
  Matched<Stream["subjects"][number]>
>;

/** Text that a subject with wildcards matches. Coarser than NATS: `*` may span dots here; `validate` is exact. */
type Matched<Subject extends string> = Subject extends `${infer Head}*${infer Tail}`
  ? `${Head}${string}${Matched<Tail>}`
  : Subject extends `${infer Head}>`
    ? `${Head}${string}`
    : Subject;
