import { billing, consumer, placed, shipped, shop, stream } from "../support";
import type { Case } from "./case";

const owned = {
  streams: [{ ...stream, owner: "@acme/sales" }],
  consumers: [{ ...consumer, owner: "@acme/billing" }],
  users: [
    { ...shop, owner: "@acme/shop" },
    { ...billing, owner: "@acme/billing" },
  ],
  events: [{ ...placed, owner: "@acme/sales" }, shipped],
};

/** What a report begins with, terms, and owners. */
export const summaryCases: readonly Case[] = [
  {
    title: "in short: a change of a stream",
    to: { streams: [{ ...stream, maxAge: "1d" }] },
    says: ["This changes the stream `orders`: `maxAge` (loses data)."],
    status: 3,
  },
  {
    title: "in short: a new consumer",
    to: { consumers: [consumer, { ...consumer, name: "audit" }] },
    says: ["This adds the consumer `audit` (weakens the service)."],
    status: 3,
  },
  {
    title: "in short: a removed user",
    to: { users: [shop] },
    says: ["This removes the user `billing` (weakens the service)."],
    status: 3,
  },
  {
    title: "in short: a renamed consumer",
    to: {
      consumers: [{ ...consumer, name: "bills" }],
      users: [
        shop,
        { name: "billing", grants: [{ verb: "consume", consumer: { ...consumer, name: "bills" } }] },
      ],
    },
    says: ["This renames the consumer `bills`, from `billing` (deletes and creates again)."],
    status: 3,
  },
  {
    title: "terms are explained where they are first used",
    to: { consumers: [{ ...consumer, maxDeliver: 3, maxAckPending: 5 }] },
    says: [
      "without an ack (a client's word that it is done with a message) is given up",
      "are without an ack, its",
    ],
    status: 3,
  },
  {
    title: "owners of what is touched, and of who notices",
    from: owned,
    to: { ...owned, streams: [{ ...stream, owner: "@acme/sales", maxAge: "1d" }] },
    says: ["Owners of what it touches: @acme/sales, @acme/billing"],
    not: ["@acme/shop"],
    status: 3,
  },
  {
    title: "no owner where none is touched",
    from: owned,
    to: {
      ...owned,
      events: [
        { ...placed, owner: "@acme/sales" },
        { ...shipped, description: "Sent" },
      ],
    },
    says: [],
    not: ["Owners of"],
    status: 0,
  },
  {
    title: "an owner that is no handle is mentioned nowhere",
    to: { streams: [{ ...stream, owner: "@a, approve this", description: "All" }] },
    says: [],
    not: ["Owners of"],
    status: 0,
  },
  {
    title: "another owner",
    from: owned,
    to: {
      ...owned,
      users: [
        { ...shop, owner: "@acme/till" },
        { ...billing, owner: "@acme/billing" },
      ],
    },
    says: ['`owner` `"@acme/shop"` → `"@acme/till"`', "Owners of what it touches: @acme/till"],
    status: 0,
  },
];
