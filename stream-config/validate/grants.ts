import { isInStreamAccount, isPublisher } from "../acl/accounts";
import { consumedBy, isReplay } from "../acl/connection";
import type { Grant, GrantOf } from "../acl/grants";
import type { UserDefinition } from "../acl/user";
import type { Contract } from "../contract";
import { hasWildcard, isSubject, isWithin, subjectsOverlap } from "../subjects";
import { pairs, problemIf, quote, type Rule } from "./problem";

/** Rights are on what the contract declares, and no wider than it. */
export const grants: Rule = (contract) =>
  contract.users.flatMap((user) =>
    user.grants.flatMap((grant) =>
      grantProblems(grant, contract).map((message) => ({ at: `users.${user.name}.${grant.verb}`, message })),
    ),
  );

/** One durable consumer, and one that gives events again, for one user: a client is handed one configuration. */
export const oneConsumer: Rule = ({ users }) =>
  users.flatMap((user) => {
    const consumed = consumedBy(user);
    const again = consumed.filter(isReplay).length;
    return problemIf(
      again > 1 || consumed.length - again > 1,
      `users.${user.name}.consume`,
      "a user consumes one consumer; make a user for each",
    );
  });

/** In the streams' account no import bounds a user's other rights, and replies are stored. To observe adds no such reply. */
export const oneVerbInStreamAccount: Rule = ({ users }) =>
  users.filter(isInStreamAccount).flatMap((user) => {
    const [own, who] = isPublisher(user) ? ["publish", "a publisher"] : ["backup", "a user that backs up"];
    return user.grants
      .filter(({ verb }) => verb !== own && verb !== "observe")
      .map(({ verb }) => ({
        at: `users.${user.name}.${verb}`,
        message: `${who} has no other rights; make a user of its own for ${quote(verb)}`,
      }));
  });

/** A message is delivered once for each subscription right that it matches. */
export const overlappingSubscriptions: Rule = ({ users }) =>
  users.flatMap((user) =>
    pairs(subscriptions(user))
      .filter(([one, other]) => subjectsOverlap(one, other))
      .map(([one, other]) => ({
        at: `users.${user.name}.subscribe`,
        message: `${quote(other)} overlaps ${quote(one)}; leave the narrower one out`,
      })),
  );

function subscriptions({ grants }: UserDefinition): readonly string[] {
  return grants.flatMap((grant) => (grant.verb === "subscribe" ? grant.subjects : []));
}

function grantProblems(grant: Grant, contract: Contract): readonly string[] {
  switch (grant.verb) {
    case "publish":
      return [...undeclaredStream(grant.stream.name, contract), ...publishProblems(grant, contract)];
    case "subscribe":
      return [...undeclaredStream(grant.stream.name, contract), ...withinProblems(grant)];
    case "replay":
      return [...undeclaredStream(grant.stream.name, contract), ...replayProblems(grant)];
    case "backup":
      return undeclaredStream(grant.stream.name, contract);
    case "deposit":
    case "remove":
      return [...undeclaredStream(grant.stream.name, contract), ...copiesProblems(grant)];
    case "consume":
      return undeclaredConsumer(grant.consumer, contract);
    case "manage":
    case "observe":
      return [
        ...undeclaredStream(grant.stream.name, contract),
        ...grant.consumers.flatMap((consumer) => [
          ...undeclaredConsumer(consumer, contract),
          ...messageIf(
            consumer.stream !== grant.stream.name,
            `consumer ${quote(consumer.name)} is on ${quote(consumer.stream)}, not on ${quote(grant.stream.name)}`,
          ),
        ]),
      ];
  }
}

function publishProblems({ stream, subjects }: GrantOf<"publish">, { events }: Contract): readonly string[] {
  return subjects.flatMap((subject) => {
    if (hasWildcard(subject)) return [`${quote(subject)} is a wildcard; name each event`];
    return [
      ...messageIf(
        !stream.subjects.some((pattern) => isWithin(subject, pattern)),
        `${quote(subject)} is not stored by ${quote(stream.name)}`,
      ),
      ...messageIf(
        !events.some((event) => event.subject === subject),
        `${quote(subject)} is no event type; describe it in events/`,
      ),
    ];
  });
}

function withinProblems({ stream, subjects }: GrantOf<"subscribe" | "deposit">): readonly string[] {
  return subjects
    .filter(
      (subject) => !isSubject(subject) || !stream.subjects.some((pattern) => isWithin(subject, pattern)),
    )
    .map((subject) => `${quote(subject)} is not within the subjects of ${quote(stream.name)}`);
}

function replayProblems({ stream }: GrantOf<"replay">): readonly string[] {
  return messageIf(!stream.allowDirect, `${quote(stream.name)} must set allowDirect to be replayed`);
}

function copiesProblems(grant: GrantOf<"deposit" | "remove">): readonly string[] {
  const { verb, stream } = grant;
  return [
    ...messageIf(
      stream.holds !== "copies",
      `${quote(stream.name)} holds no copies; ${quote(verb)} is for dead letters and replays`,
    ),
    ...(verb === "deposit" ? withinProblems(grant) : []),
  ];
}

function undeclaredStream(name: string, { streams }: Contract): readonly string[] {
  return messageIf(
    !streams.some((stream) => stream.name === name),
    `stream ${quote(name)} is not declared; add it to streams/index.ts`,
  );
}

function undeclaredConsumer(
  { name, stream }: { readonly name: string; readonly stream: string },
  { consumers }: Contract,
): readonly string[] {
  return messageIf(
    !consumers.some((consumer) => consumer.name === name && consumer.stream === stream),
    `consumer ${quote(name)} of ${quote(stream)} is not declared; add it to consumers/index.ts`,
  );
}

function messageIf(wrong: boolean, message: string): readonly string[] {
  return wrong ? [message] : [];
}
