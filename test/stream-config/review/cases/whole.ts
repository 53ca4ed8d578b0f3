import { Type } from "typebox";
import { deadLetterHeaders, eventHeaders, eventMetadata } from "../../../../stream-config";
import { consumer, placed, shipped, stream } from "../support";
import type { Case } from "./case";

const all = { eventHeaders, eventMetadata, deadLetterHeaders };
const { "ce-id": id, ...otherHeaders } = eventHeaders.properties;
const { version, ...otherMetadata } = eventMetadata.properties;
const { reason: _, ...otherLetters } = deadLetterHeaders;

/** What all messages have, losses that are allowed ahead of time, and files. */
export const wholeCases: readonly Case[] = [
  {
    title: "a header that is gone",
    to: { envelope: { ...all, eventHeaders: Type.Object(otherHeaders) } },
    says: ["headers of every event: The field `ce-id` is gone", "Every reader of every event"],
    status: 4,
  },
  {
    title: "a header of another type",
    to: { envelope: { ...all, eventHeaders: Type.Object({ ...otherHeaders, "ce-id": Type.Integer() }) } },
    says: ["headers of every event: `ce-id`: `type`"],
    status: 4,
  },
  {
    title: "a header that may be missing",
    to: { envelope: { ...all, eventHeaders: Type.Object({ ...otherHeaders, "ce-id": Type.Optional(id) }) } },
    says: ["may now be missing"],
    status: 4,
  },
  {
    title: "a new header",
    to: {
      envelope: { ...all, eventHeaders: Type.Object({ ...eventHeaders.properties, more: Type.String() }) },
    },
    says: ["New field `more`", "go on as before"],
    not: ["The contract is the same"],
    status: 0,
  },
  {
    title: "metadata that is gone",
    to: { envelope: { ...all, eventMetadata: Type.Object(otherMetadata) } },
    says: ["metadata of every event: The field `version` is gone"],
    status: 4,
  },
  {
    title: "metadata that may be missing",
    to: {
      envelope: { ...all, eventMetadata: Type.Object({ ...otherMetadata, version: Type.Optional(version) }) },
    },
    says: ["may now be missing"],
    status: 4,
  },
  {
    title: "a header of dead letters that is gone",
    to: { envelope: { ...all, deadLetterHeaders: otherLetters } },
    says: ["headers of every dead letter: The field `Dead-Letter-Reason` is gone"],
    status: 4,
  },
  {
    title: "a header of dead letters under another name",
    to: { envelope: { ...all, deadLetterHeaders: { ...deadLetterHeaders, reason: "Reason" } } },
    says: ["`Dead-Letter-Reason` is gone", "New field `Reason`"],
    status: 4,
  },
  {
    title: "a loss that is allowed ahead of time",
    to: { streams: [{ ...stream, acknowledgeDataLoss: ["maxAge 7d -> 1d"] }] },
    says: ["acknowledges `maxAge 7d -> 1d` ahead of time", "deletes without asking", "Loses data"],
    status: 3,
  },
  {
    title: "a deletion that is allowed ahead of time",
    to: { streams: [{ ...stream, acknowledgeDataLoss: ["delete orders"] }] },
    says: ["acknowledges `delete orders` ahead of time"],
    status: 3,
  },
  {
    title: "a replacement that is allowed ahead of time",
    to: { consumers: [{ ...consumer, acknowledgeDataLoss: ["startFrom all -> new"] }] },
    says: ["consumer billing: acknowledges `startFrom all -> new` ahead of time"],
    status: 3,
  },
  {
    title: "a loss that is allowed beside another",
    to: {
      streams: [
        { ...stream, maxAge: "1d", acknowledgeDataLoss: ["maxAge 7d -> 1d", "maxMessages 1000 -> 10"] },
      ],
    },
    says: ["the contract acknowledges it", "acknowledges `maxMessages 1000 -> 10` ahead of time"],
    not: ["`maxAge 7d -> 1d` ahead"],
    status: 3,
  },
  {
    title: "an acknowledgement that is taken out",
    from: { streams: [{ ...stream, acknowledgeDataLoss: ["maxAge 7d -> 1d"] }] },
    says: ["acknowledges `maxAge 7d -> 1d` no more"],
    status: 0,
  },
  {
    title: "a stream of copies",
    to: { streams: [{ ...stream, holds: "copies" }] },
    says: ['`holds` not set → `"copies"`'],
    status: 0,
  },
  {
    title: "another example",
    to: { events: [{ ...placed, example: {} }, shipped] },
    says: ["another example"],
    status: 0,
  },
  {
    title: "a document that is made otherwise",
    rendered: ({ documents }) => void Object.assign(documents ?? {}, { "clients/billing.json": "{}" }),
    says: ["stream-config/rendered/clients/billing.json: it is made otherwise from the same contract"],
    status: 3,
  },
];
