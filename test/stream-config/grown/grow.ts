import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../../support/copy-checkout";

const files = {
  "events/user-promoted.ts": `import { type Static, Type } from "typebox";
import type { EventDefinition } from "./event";
import { timestamp, userId } from "./fields";

const schema = Type.Object({ userId, timestamp }, { additionalProperties: false });

export type UserPromoted = Static<typeof schema>;

/** A user was made an administrator. */
export const userPromoted = {
  subject: "auth.user.promoted",
  description: "A user was made an administrator",
  schema,
  example: { userId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90", timestamp: "2026-11-24T12:00:00.000Z" },
} as const satisfies EventDefinition;
`,
  "consumers/reports.ts": `import { authEvents } from "../streams/auth-events";
import type { ConsumerDefinition } from "./consumer";

/** Reports on administrators and sign-ins. */
export const reports = {
  name: "reports",
  description: "Reports on administrators and sign-ins",
  stream: authEvents.name,
  filterSubjects: ["auth.user.promoted", "auth.user.logged_in"],
  startFrom: "all",
  ackWait: "30s",
  maxDeliver: 10,
  maxAckPending: 1_000,
} as const satisfies ConsumerDefinition<typeof authEvents>;
`,
  "users/reports.ts": `import { consume } from "../acl/verbs/consume";
import { replayOf } from "../consumers/replays";
import { reports } from "../consumers/reports";
import type { UserDefinition } from "../acl/user";

/** Reports on administrators and sign-ins: reads its durable consumer and what it is given again, nothing else. */
export const reportsUser = {
  name: "reports",
  grants: [consume(reports), consume(replayOf(reports))],
} as const satisfies UserDefinition;
`,
};

/** Lines that the documentation asks for: [file, before what, what]. */
const lines = [
  ["events/index.ts", /^import/m, 'import { userPromoted } from "./user-promoted";\n'],
  ["events/index.ts", /(?<=const events = \[)/, "userPromoted, "],
  ["consumers/index.ts", /^import/m, 'import { reports } from "./reports";\n'],
  ["consumers/index.ts", /(?<=const eventConsumers = \[)/, "reports, "],
  ["users/index.ts", /^import/m, 'import { reportsUser } from "./reports";\n'],
  ["users/index.ts", /(?<=const users = \[)/, "reportsUser, "],
  ["users/auth-service.ts", /(?<=publish\(authEvents, \[)/, '"auth.user.promoted", '],
] as const;

/**
 * Copies the checkout into an empty folder, as a repository of its own, and adds an event, a consumer and its user to
 * the copy's contract as the documents say.
 */
export function growContract(dir: string): void {
  copyCheckout(dir);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, "stream-config", path), text);
  for (const line of lines) insert(dir, line);
}

function insert(dir: string, [file, place, text]: (typeof lines)[number]): void {
  const path = join(dir, "stream-config", file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(place, (found) => text + found);
  if (after === before) throw new Error(`${file} has no place ${place} for ${text}`);
  writeFileSync(path, after);
}
