import { Type } from "typebox";
import { replayOf } from "../../../../stream-config";
import { billing, consumer, placed, shipped, shop, stream } from "../support";
import type { Case } from "./case";

const purchases = { ...stream, name: "purchases" } as const;
const invoicing = { ...consumer, name: "invoicing" } as const;
const ordered = { ...placed, subject: "order.ordered" };
const publishing = (...subjects: string[]) => ({
  name: "shop",
  grants: [{ verb: "publish" as const, stream, subjects }],
});
const taking = (name: string, by: object = consumer) => ({
  name,
  grants: [{ verb: "consume" as const, consumer: by as typeof consumer }],
});
const onPurchases = { ...consumer, stream: "purchases" } as const;

/** Other names, sharing, and what is told once. */
export const renameCases: readonly Case[] = [
  {
    title: "a stream under another name",
    to: {
      streams: [purchases],
      consumers: [onPurchases],
      users: [
        {
          name: "shop",
          grants: [{ verb: "publish", stream: purchases, subjects: ["order.placed", "order.shipped"] }],
        },
        taking("billing", onPurchases),
      ],
    },
    says: [
      "stream purchases: renamed from `orders`",
      "NATS can't rename a stream",
      "error 10065",
      "publishers (`shop`)",
    ],
    not: ["It is created, empty", "declared no more", "can no longer"],
    status: 4,
  },
  {
    title: "a durable under another name",
    to: { consumers: [invoicing], users: [shop, taking("billing", invoicing)] },
    says: [
      "consumer invoicing: renamed from `billing`",
      "begins where startFrom says",
      "readers (`billing`)",
      'startFrom: "sequence N"',
    ],
    not: ["declared no more", "can now", "can no longer", "no user may"],
    status: 3,
  },
  {
    title: "a durable under another name, with another description",
    to: {
      consumers: [{ ...invoicing, description: "Invoices" }],
      users: [shop, taking("billing", invoicing)],
    },
    says: ["renamed from `billing`"],
    not: ["declared no more"],
    status: 3,
  },
  {
    title: "a user under another name",
    to: { users: [shop, taking("invoicing")] },
    says: ["`invoicing`", "renamed from `billing`", "what connects under the old one is closed"],
    not: ["declared no more", "can now"],
    status: 4,
  },
  {
    title: "an event under another name",
    to: {
      events: [ordered, shipped],
      consumers: [{ ...consumer, filterSubjects: ["order.ordered"] }],
      users: [publishing("order.ordered", "order.shipped"), billing],
    },
    says: [
      "event order.ordered: renamed from `order.placed`",
      "a reader that knows only that one gets no new events",
      "publish both",
    ],
    not: ["declared no more", "new event type", "can no longer"],
    status: 4,
  },
  {
    title: "a durable that is another",
    to: { consumers: [{ ...invoicing, ackWait: "5m" }], users: [shop, taking("billing", invoicing)] },
    says: ["declared no more", "consumer invoicing: new"],
    not: ["renamed"],
    status: 3,
  },
  {
    title: "two users on one durable",
    to: { users: [shop, billing, taking("accounts")] },
    says: ["consumer billing: read by 2 users: `billing`, `accounts`", "each message goes to one of them"],
    status: 3,
  },
  {
    title: "two publishers of one event",
    to: {
      users: [
        shop,
        billing,
        { name: "till", grants: [{ verb: "publish", stream, subjects: ["order.placed"] }] },
      ],
    },
    says: ["event order.placed: published by 2 users: `shop`, `till`", "can't tell who"],
    not: ["event order.shipped: published by"],
    status: 3,
  },
  {
    title: "a durable that nobody reads",
    to: { consumers: [consumer, { ...consumer, name: "audit" }] },
    says: ["consumer audit: new, and no user may read it"],
    status: 3,
  },
  {
    title: "sharing that was there",
    from: { users: [shop, billing, taking("accounts")] },
    to: { users: [shop, billing, taking("accounts")], streams: [{ ...stream, description: "All" }] },
    says: [],
    not: ["read by 2 users"],
    status: 0,
  },
  {
    title: "a connection setting names its user",
    to: {
      users: [
        shop,
        {
          name: "billing",
          grants: [...billing.grants, { verb: "publish", stream, subjects: ["order.placed"] }],
        },
      ],
    },
    says: ["`billing`: `apiPrefix` `AUTHJS` → `$JS.API`"],
    status: 4,
  },
  {
    title: "a list by what comes and goes",
    from: { streams: [{ ...stream, subjects: ["order.*", "return.*", "refund.*"] }] },
    to: { streams: [{ ...stream, subjects: ["refund.*", "order.*", "gift.*"] }] },
    says: ["`subjects` + `gift.*`, − `return.*`"],
    status: 3,
  },
  {
    title: "a long text from where it differs",
    from: { streams: [{ ...stream, description: `${"a".repeat(300)}old` }] },
    to: { streams: [{ ...stream, description: `${"a".repeat(300)}new` }] },
    says: ["aold", "anew"],
    status: 0,
  },
  {
    title: "a constant that can be something else",
    from: { events: [{ ...placed, schema: Type.Object({ kind: Type.Literal("one") }) }, shipped] },
    to: { events: [{ ...placed, schema: Type.Object({ kind: Type.String() }) }, shipped] },
    says: ['`kind` was always `"one"`, and can be something else now'],
    not: ["not set"],
    status: 4,
  },
  {
    title: "a stream that stores less, read as a whole",
    from: { users: [shop, billing, { name: "keeper", grants: [{ verb: "replay", stream }] }] },
    to: {
      streams: [{ ...stream, subjects: ["order.placed"] }],
      users: [publishing("order.placed"), billing, { name: "keeper", grants: [{ verb: "replay", stream }] }],
    },
    says: ["`subjects` + `order.placed`, − `order.*`", "is not stored any more"],
    not: ["can no longer read every message"],
    status: 3,
  },
  {
    title: "what a durable of replays is given, when its durable gets another name",
    from: { consumers: [consumer, replayOf(consumer)] },
    to: { consumers: [invoicing, replayOf(invoicing)], users: [shop, taking("billing", invoicing)] },
    says: ["consumer invoicing: renamed from `billing`"],
    status: 3,
  },
];
