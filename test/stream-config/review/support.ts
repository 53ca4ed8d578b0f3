import { Type } from "typebox";
import {
  accountOf,
  connectionSettings,
  deadLetterHeaders,
  eventHeaders,
  eventMetadata,
  permissionsOf,
  type UserDefinition,
} from "../../../stream-config";
import {
  type ContractExports,
  type Finding,
  type Report,
  reviewContracts,
  snapshot,
} from "../../../stream-config/review";
import { type Contract, emptyContract } from "../../../stream-config/review/contract";

export const stream = {
  name: "orders",
  description: "Orders",
  subjects: ["order.*"],
  retention: "limits",
  storage: "file",
  discard: "old",
  maxAge: "7d",
  maxMessages: 1_000,
  maxBytes: "1MB",
  replicas: 3,
  duplicateWindow: "2m",
  allowDirect: true,
} as const;

export const consumer = {
  name: "billing",
  description: "Bills",
  stream: "orders",
  filterSubjects: ["order.placed"],
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 10,
  maxAckPending: 100,
} as const;

const id = Type.String({ format: "uuid" });
export const email = Type.String({ maxLength: 254, personalData: true });

const example = { id: "4e6f933d-5964-4fe5-8d1c-25c8156c75d9" };
export const placed = {
  subject: "order.placed",
  description: "Placed",
  schema: Type.Object({ id, email }),
  example,
};
export const shipped = {
  subject: "order.shipped",
  description: "Shipped",
  schema: Type.Object({ id }),
  example,
};

export const shop: UserDefinition = {
  name: "shop",
  grants: [{ verb: "publish", stream, subjects: ["order.placed", "order.shipped"] }],
};

export const billing: UserDefinition = { name: "billing", grants: [{ verb: "consume", consumer }] };

export const parts = {
  streams: [stream] as readonly object[],
  consumers: [consumer] as readonly object[],
  users: [shop, billing] as readonly UserDefinition[],
  events: [placed, shipped] as readonly object[],
  envelope: { eventHeaders, eventMetadata, deadLetterHeaders } as Envelope,
};

type Envelope = Pick<ContractExports, "eventHeaders" | "eventMetadata" | "deadLetterHeaders">;

/** A small contract, with some of its parts replaced. It has nobody who would manage it, which isn't told. */
export function contract(changed: Partial<typeof parts> = {}): Contract {
  const { envelope, ...own } = { ...parts, ...changed };
  const exports = { ...own, ...envelope, accountOf, connectionSettings, permissionsOf, validate: () => [] };
  return JSON.parse(JSON.stringify(snapshot(exports, exports)));
}

/** The report of going from the small contract to a changed one. */
export function review(changed: Partial<typeof parts>, from: Partial<typeof parts> = {}): Report {
  return reviewContracts(
    {
      revision: { name: "main", commit: "0123456789abcdef0123456789abcdef01234567" },
      contract: contract(from),
    },
    { revision: { name: "the working tree" }, contract: contract(changed) },
  );
}

/** The report of a contract's first appearance. */
export function firstReview(): Report {
  const [base, head] = [{ name: "none" }, { name: "the working tree" }];
  return reviewContracts(
    { revision: base, contract: emptyContract },
    { revision: head, contract: contract() },
  );
}

/** Findings in short: class and words. */
export function told(report: Report): [Finding["class"], string][] {
  return report.findings.map((finding) => [finding.class, finding.change]);
}
