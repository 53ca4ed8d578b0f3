import { authEventsDlq } from "../../../../stream-config";
import type { Grant } from "../../../../stream-config/acl/verbs";
import { billing, consumer, shop, stream } from "../support";
import type { Case } from "./case";

function withGrants(...grants: Grant[]) {
  return { users: [shop, { name: "billing", grants }] };
}

const keeper = (...grants: Grant[]) => ({ users: [shop, billing, { name: "keeper", grants }] });
const dlq = { streams: [stream, authEventsDlq] };

const watching = withGrants({ verb: "consume", consumer }, { verb: "observe", stream, consumers: [] });

/** A renderer gives more than the grants, while a grant comes along. */
function slipped(title: string, subject: string, meaning: string): Case {
  return {
    title: `rendered: ${title}`,
    to: watching,
    rendered: ({ users }) => void users[1]?.permissions.publish.push(subject),
    says: [
      "Rights without a grant",
      `\`billing\` may now publish to \`${subject}\`: ${meaning}`,
      "see configuration and state",
    ],
    status: 3,
  };
}

/** Rights that come and go. */
export const userCases: readonly Case[] = [
  {
    title: "nobody reads a consumer",
    to: withGrants(),
    says: ["consumer billing: no user may `consume` it any more", "and its lag"],
    status: 3,
  },
  {
    title: "nobody publishes an event",
    to: {
      users: [{ name: "shop", grants: [{ verb: "publish", stream, subjects: ["order.shipped"] }] }, billing],
    },
    says: [
      "event order.placed: no user may `publish` it any more",
      "waits in vain",
      "next message of this kind is refused",
    ],
    not: ["event order.shipped"],
    status: 3,
  },
  {
    title: "a user is declared no more",
    to: { users: [shop] },
    says: ["`billing` is declared no more", "what still runs as it stops working"],
    status: 3,
  },
  {
    title: "one of two readers stops",
    from: keeper({ verb: "replay", stream }, { verb: "consume", consumer }),
    to: keeper({ verb: "replay", stream }),
    says: [],
    status: 0,
  },
  {
    title: "nobody watches any more",
    from: keeper({ verb: "observe", stream, consumers: [consumer] }),
    to: keeper(),
    says: ["no user may `observe` it any more", "an alarm about them can not ring"],
    status: 3,
  },
  {
    title: "nobody takes snapshots any more",
    from: keeper({ verb: "backup", stream }),
    to: keeper(),
    says: ["no user may `backup` it any more", "has no copy"],
    status: 4,
  },
  {
    title: "nobody keeps dead letters any more",
    from: { ...dlq, ...keeper({ verb: "deposit", stream: authEventsDlq, subjects: authEventsDlq.subjects }) },
    to: { ...dlq, ...keeper() },
    says: ["Nobody puts copies there any more"],
    status: 3,
  },
  {
    title: "somebody replays",
    to: keeper({ verb: "replay", stream }),
    says: [
      "`keeper` can now read every message of `orders`",
      "personal data: `email`",
      "reads any message that is stored",
    ],
    status: 3,
  },
  {
    title: "somebody manages",
    to: keeper({ verb: "manage", stream, consumers: [consumer] }),
    says: ["create, change and delete", "delete them with all that they hold"],
    status: 3,
  },
  {
    title: "somebody watches",
    to: keeper({ verb: "observe", stream, consumers: [consumer] }),
    says: ["names, numbers and how far consumers are"],
    status: 3,
  },
  {
    title: "somebody listens",
    to: keeper({ verb: "subscribe", stream, subjects: ["order.shipped"] }),
    says: ["misses what comes while it is away"],
    status: 3,
  },
  {
    title: "somebody else publishes",
    to: keeper({ verb: "publish", stream, subjects: ["order.placed"] }),
    says: ["every reader takes it for what happened"],
    status: 3,
  },
  {
    title: "somebody deletes dead letters",
    from: dlq,
    to: { ...dlq, ...keeper({ verb: "remove", stream: authEventsDlq }) },
    says: ["none comes back"],
    status: 3,
  },
  slipped(
    "another consumer's messages, beside a new grant",
    "AUTHJS.CONSUMER.MSG.NEXT.orders.audit",
    "it can take messages of a consumer",
  ),
  slipped(
    "any stored message, beside a new grant",
    "AUTHJS.DIRECT.GET.orders",
    "it can read any stored message",
  ),
  slipped("acknowledgements, beside a new grant", "$JS.ACK.orders.audit.>", "it can acknowledge messages"),
  slipped(
    "a consumer of its own, beside a new grant",
    "AUTHJS.CONSUMER.CREATE.orders.own",
    "it can create a consumer",
  ),
  slipped("everything, beside a new grant", ">", "it can reach every subject of its account"),
  slipped("an event, beside a new grant", "order.placed", "it can send messages there"),
  {
    title: "an export to every account, beside a new grant",
    to: watching,
    rendered: (head) => {
      head.accounts = head.accounts.replace("exports: [", 'exports: [\n{ service: "$JS.API.>" }');
    },
    says: ["Rights without a grant", "can send requests to `$JS.API.>`"],
    status: 3,
  },
  {
    title: "an inbox of all, beside a new grant",
    to: watching,
    rendered: ({ users }) => void users[1]?.permissions.subscribe.push("_INBOX.>"),
    says: ["`billing` may now subscribe to `_INBOX.>`: it gets what is sent there"],
    status: 3,
  },
];
