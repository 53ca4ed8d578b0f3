import { accountNameOf } from "../acl/accounts";
import type { Consequence } from "../consequence";
import type { Contract } from "./contract";
import { nobody, partiesOfConsumer, partiesOfStream, tell } from "./parties";
import type { Finding } from "./report";
import { code } from "./words";

/** A thing that is the same under another name. */
interface Rename {
  readonly kind: keyof typeof tables;
  readonly from: string;
  readonly to: string;
}

/** Where a contract has things of a kind, and what their names are. */
const tables = {
  event: { things: ({ events }: Contract) => events, nameOf: nameIn("subject") },
  stream: { things: ({ streams }: Contract) => streams, nameOf: nameIn("name") },
  consumer: { things: ({ consumers }: Contract) => consumers, nameOf: nameIn("name") },
  user: { things: ({ users }: Contract) => users, nameOf: nameIn("name") },
} as const;

const kinds = ["event", "stream", "consumer", "user"] as const;

/**
 * What has only got another name, and the contract before with the new names in it: what follows from a new name is then no
 * difference any more.
 */
export function withRenames(base: Contract, head: Contract): { base: Contract; findings: Finding[] } {
  return kinds.reduce<{ base: Contract; findings: Finding[] }>(
    (sides, kind) =>
      renamesOf(kind, sides.base, head).reduce(
        ({ base, findings }, rename) => ({
          base: apply(rename, base, head),
          findings: [...findings, findingOf(rename, base)],
        }),
        sides,
      ),
    { base, findings: [] },
  );
}

/** One that went and one that came, the same but for the name, and no other that could be meant. */
function renamesOf(kind: Rename["kind"], base: Contract, head: Contract): Rename[] {
  const { nameOf } = tables[kind];
  const things: (contract: Contract) => readonly object[] = tables[kind].things;
  const names = (contract: Contract) => new Set(things(contract).map(nameOf));
  const gone = things(base).filter((thing) => !names(head).has(nameOf(thing)));
  const come = things(head).filter((thing) => !names(base).has(nameOf(thing)));
  return gone.flatMap((before) => {
    const from = nameOf(before);
    const same = come.filter(
      (after) => shapeOf(before, from, nameOf(after)) === shapeOf(after, from, nameOf(after)),
    );
    return same.length === 1 && same[0] !== undefined ? [{ kind, from, to: nameOf(same[0]) }] : [];
  });
}

/** What it is apart from its name, and from what is made of that. */
function shapeOf(thing: object, from: string, to: string): string {
  const { description: _, permissions: _permissions, ...shape }: Record<string, unknown> = { ...thing };
  return renamed(JSON.stringify(shape), from, to);
}

/** Whole words only: "orders" is no part of "orders-dlq". */
function renamed(text: string, from: string, to: string): string {
  return [from, accountNameOf(from)].reduce(
    (all, name, index) =>
      all.replaceAll(
        new RegExp(`(?<![\\w-])(_INBOX_)?${escaped(name)}(?![\\w-])`, "g"),
        (_match, inbox = "") => `${inbox}${index === 0 ? to : accountNameOf(to)}`,
      ),
    text,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function nameIn(field: string): (thing: object) => string {
  return (thing) => String(new Map<string, unknown>(Object.entries(thing)).get(field));
}

/** The contract with the new name wherever the old one stood. What it was rendered to stays: grants tell the difference. */
function apply({ kind, from, to }: Rename, base: Contract, head: Contract): Contract {
  const other = (name: string) => (name === from ? to : name);
  const { streams, consumers, users, events } = base;
  const ofStream = kind === "stream" ? other : same;
  const ofConsumer = kind === "consumer" ? other : same;
  const ofEvent = kind === "event" ? other : same;
  return {
    ...base,
    streams: streams.map((stream) => ({
      ...stream,
      name: ofStream(stream.name),
      subjects: stream.subjects.map(ofEvent),
    })),
    consumers: consumers.map((consumer) => ({
      ...consumer,
      name: ofConsumer(consumer.name),
      stream: ofStream(consumer.stream),
      ...(consumer.filterSubjects && { filterSubjects: consumer.filterSubjects.map(ofEvent) }),
    })),
    events: events.map((event) => ({ ...event, subject: ofEvent(event.subject) })),
    users: users.map((user) => ({
      ...user,
      ...(kind === "user" && user.name === from && identity(to, head)),
      grants: user.grants.map((grant) => ({
        ...grant,
        ...(grant.stream !== undefined && { stream: ofStream(grant.stream) }),
        consumers: grant.consumers.map(ofConsumer),
        subjects: grant.subjects.map(ofEvent),
      })),
    })),
  };
}

const same = (name: string) => name;

function identity(name: string, { users }: Contract) {
  const { account, inboxPrefix, apiPrefix } = users.find((user) => user.name === name) ?? {};
  return {
    name,
    ...(account && { account }),
    ...(inboxPrefix && { inboxPrefix }),
    ...(apiPrefix && { apiPrefix }),
  };
}

function findingOf({ kind, from, to }: Rename, base: Contract): Finding {
  const { of, words } = consequences[kind];
  const consumer = base.consumers.find(({ name }) => kind === "consumer" && name === from);
  const parties =
    kind === "stream" ? partiesOfStream(from, base) : consumer ? partiesOfConsumer(consumer, base) : nobody;
  return {
    class: of,
    kind,
    name: to,
    change: kind === "user" ? `${code(to)} is renamed from ${code(from)}` : `renamed from ${code(from)}`,
    ...tell(words, parties),
  };
}

const lost = "what is gone does not come back";

const consequences: Readonly<
  Record<Rename["kind"], { readonly of: Finding["class"]; readonly words: Consequence }>
> = {
  event: {
    of: "breaking",
    words: {
      reason:
        "it is another event type to everybody: what is stored keeps the old name, and a reader that knows only that one gets no new events",
      notices: ["publishers", "readers"],
      when: "from the next message on",
      undo: "setting it back ends it, and what happened meanwhile stays",
      todo: "publish both until every reader has moved to the new one",
    },
  },
  stream: {
    of: "refused",
    words: {
      reason:
        "NATS can't rename a stream. A second one is refused while the old one holds the same subjects (error 10065), and messages and positions don't move along",
      notices: ["publishers", "readers", "operators"],
      when: "in the next `pulumi up`",
      undo: "nothing happens, so there is nothing to undo",
      todo: "keep the name; or take a snapshot, delete the old one, and restore it under the new name while publishers wait",
    },
  },
  consumer: {
    of: "replacement",
    words: {
      reason:
        "NATS can't rename a durable consumer. A new one is made and begins where startFrom says; the old one goes, or stays with its position and nobody to read it. Clients that ask for the old name get errors",
      notices: ["readers"],
      when: "in the next `pulumi up`",
      undo: lost,
      todo: 'give the new one startFrom: "sequence N" of the first message that the old one has not acknowledged, and move its clients in the same step',
    },
  },
  user: {
    of: "breaking",
    words: {
      reason:
        "it gets a key, an account, an inbox and a Secret under the new name; what connects under the old one is closed and can't come back",
      notices: ["readers", "operators"],
      when: "when the servers take the new configuration",
      undo: "setting it back ends it, and what happened meanwhile stays",
      todo: "keep the old user beside the new one until its clients have the new Secret",
    },
  },
};
