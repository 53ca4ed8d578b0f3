import { authEventsDlq } from "../../../../stream-config";
import type { Grant } from "../../../../stream-config/acl/verbs";
import { billing, consumer, shop, stream } from "../support";
import type { Case } from "./case";

function withGrants(...grants: Grant[]) {
  return { users: [shop, { name: "billing", grants }] };
}

const keeper = (...grants: Grant[]) => ({ users: [shop, billing, { name: "keeper", grants }] });
const dlq = { streams: [stream, authEventsDlq] };

/** Rights that come and go. */
export const userCases: readonly Case[] = [
  {
    title: "nobody reads a consumer",
    to: withGrants(),
    says: ["consumer billing: no user may `consume` it any more", "its lag only grows"],
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
];
