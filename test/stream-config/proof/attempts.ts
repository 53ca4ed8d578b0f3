import { type Contract, inboxPrefixOf } from "../../../stream-config";

/** What an attempt is about, apart from how its subject is written. */
export type Meaning =
  | { readonly kind: "event"; readonly subject: string }
  | { readonly kind: "inbox"; readonly owner: string }
  | { readonly kind: "ack"; readonly stream: string; readonly consumer: string }
  /** A piece of a copy of the stream. */
  | { readonly kind: "copy"; readonly stream: string }
  | {
      readonly kind: "api";
      readonly prefix: "$JS.API" | "AUTHJS";
      readonly call: string;
      readonly stream?: string;
      readonly consumer?: string;
      /** Filter of a consumer to create, or subject of the message to get. */
      readonly about?: string;
    }
  | { readonly kind: "nobody" };

/** One try of a user: a publish or a subscription. */
export interface Attempt {
  readonly operation: "publish" | "subscribe";
  readonly subject: string;
  readonly meaning: Meaning;
}

type Target = Omit<Extract<Meaning, { kind: "api" }>, "kind" | "prefix">;

const nobody = { kind: "nobody" } as const;

/** Every subject of interest, for publishing and for subscribing. */
export function attemptsOn(contract: Contract): readonly Attempt[] {
  return [
    ...eventAttempts(contract),
    ...contract.users.flatMap((user) => inboxAttempts(user.name, inboxPrefixOf(user))),
    ...apiAttempts(contract),
    ...ackAttempts(contract),
    ...copyAttempts(contract),
    ...both("$SYS.REQ.SERVER.PING", nobody),
    ...both("$SYS.REQ.USER.INFO", nobody),
    ...both("$SYS.>", nobody),
    ...both("$JS.EVENT.ADVISORY.>", nobody),
    ...both("_INBOX.>", nobody),
    ...both("_R_.>", nobody),
    ...both("*", nobody),
    ...both(">", nobody),
    ...both("free.subject", nobody),
  ];
}

function both(subject: string, meaning: Meaning): Attempt[] {
  return (["publish", "subscribe"] as const).map((operation) => ({ operation, subject, meaning }));
}

function eventAttempts({ streams, events }: Contract): Attempt[] {
  const patterns = streams.flatMap(({ subjects }) =>
    subjects.flatMap((subject) => [subject, `${subject}.x`]),
  );
  const wider = streams.flatMap(({ subjects }) =>
    subjects.flatMap((subject) => [`${subject.split(".")[0]}.>`, subject.replace(/[^.]+$/, ">")]),
  );
  const exact = streams.flatMap(({ subjects }) => subjects.map((subject) => subject.replace("*", "word")));
  const subjects = new Set([
    ...exact,
    ...events.map(({ subject }) => subject),
    ...patterns,
    ...wider,
    "auth.user.other",
  ]);
  return [...subjects].flatMap((subject) => both(subject, { kind: "event", subject }));
}

function inboxAttempts(owner: string, prefix: string): Attempt[] {
  const subjects = [`${prefix}.>`, `${prefix}.one`, `${prefix}.one.*`];
  return subjects.flatMap((subject) => both(subject, { kind: "inbox", owner }));
}

function ackAttempts({ streams, consumers }: Contract): Attempt[] {
  const strangers = streams.map(({ name }) => ({ stream: name, name: "stranger" }));
  return [...consumers, ...strangers].flatMap(({ stream, name: consumer }) =>
    ["$JS.ACK", "$JS.ACK._.AXLbmFEo", "$JS.ACK.hub.AXLbmFEo"].flatMap((form) =>
      both(`${form}.${stream}.${consumer}.1.1.1.1700000000000000000.0`, { kind: "ack", stream, consumer }),
    ),
  );
}

function copyAttempts({ streams }: Contract): Attempt[] {
  return streams.flatMap(({ name: stream }) =>
    [`$JS.SNAPSHOT.ACK.${stream}.one.1024.1`, `$JS.SNAPSHOT.RESTORE.${stream}.one`].flatMap((subject) =>
      both(subject, { kind: "copy", stream }),
    ),
  );
}

function apiAttempts(contract: Contract): Attempt[] {
  const targets = [
    ...accountCalls,
    ...contract.streams.flatMap((stream) => streamCalls(contract, stream.name)),
  ];
  return targets.flatMap((target) =>
    (["$JS.API", "AUTHJS"] as const).flatMap((prefix) => {
      const { call, stream, consumer, about } = target;
      const subject = [prefix, call, stream, consumer, about].filter((part) => part !== undefined).join(".");
      return both(subject, { kind: "api", prefix, ...target });
    }),
  );
}

const accountCalls: readonly Target[] = ["INFO", "STREAM.NAMES", "STREAM.LIST", "STREAM.TEMPLATE.NAMES"].map(
  (call) => ({ call }),
);

function streamCalls({ consumers, events, streams }: Contract, stream: string): Target[] {
  const names = [
    ...consumers.filter((consumer) => consumer.stream === stream).map(({ name }) => name),
    "stranger",
  ];
  const subjects = [
    ...events.map(({ subject }) => subject),
    ...streams.flatMap((candidate) => candidate.subjects),
    "elsewhere.event",
  ];
  return [
    ...perStream.map((call) => ({ call, stream })),
    ...subjects.map((about) => ({ call: "DIRECT.GET", stream, about })),
    ...names.flatMap((consumer) => [
      ...perConsumer.map((call) => ({ call, stream, consumer })),
      ...subjects.map((about) => ({ call: "CONSUMER.CREATE", stream, consumer, about })),
    ]),
  ];
}

/** https://docs.nats.io/reference/reference-protocols/nats_api_reference */
const perStream = [
  "STREAM.CREATE",
  "STREAM.UPDATE",
  "STREAM.INFO",
  "STREAM.DELETE",
  "STREAM.PURGE",
  "STREAM.SNAPSHOT",
  "STREAM.RESTORE",
  "STREAM.MSG.GET",
  "STREAM.MSG.DELETE",
  "STREAM.LEADER.STEPDOWN",
  "STREAM.PEER.REMOVE",
  "DIRECT.GET",
  "CONSUMER.NAMES",
  "CONSUMER.LIST",
  "CONSUMER.CREATE",
];

const perConsumer = [
  "CONSUMER.CREATE",
  "CONSUMER.DURABLE.CREATE",
  "CONSUMER.INFO",
  "CONSUMER.DELETE",
  "CONSUMER.MSG.NEXT",
  "CONSUMER.PAUSE",
  "CONSUMER.RESET",
  "CONSUMER.UNPIN",
  "CONSUMER.LEADER.STEPDOWN",
];
