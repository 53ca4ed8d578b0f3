import { Value } from "typebox/value";
import { authEvents, type Contract, notifications, userLoggedOut } from "../../../stream-config";
import {
  type ContractSnapshot,
  contractSchema,
  type Report,
  renderText,
  reviewContracts,
  snapshot,
} from "../../../stream-config/review";
import { renderPicture } from "../../lib/picture";
import { terminalStyle } from "../review/style";
import { unchecked } from "../review/types";

/**
 * The review that the documentation shows: events are kept for a day, `notifications` gets every event, and
 * `auth.user.logged_out` no longer says which session ended.
 */
export function reviewExample(contract: Contract): string {
  return `\`\`\`\n${renderText(reportOn(contract))}\`\`\``;
}

/** The same review as a terminal shows it. */
export function reviewPicture(contract: Contract): string {
  return renderPicture("make review", renderText(reportOn(contract), terminalStyle));
}

function reportOn(contract: Contract): Report {
  const report = reviewContracts(
    { revision: { name: "origin/main", commit: "7bf2d01" }, contract: snapshotOf(contract) },
    { revision: { name: "the working tree" }, contract: snapshotOf(changed(contract)) },
  );
  return { ...report, notes: [...unchecked.notes] };
}

/** As it crosses from the process that loads a contract. */
function snapshotOf(contract: Contract): ContractSnapshot {
  return Value.Parse(contractSchema, JSON.parse(JSON.stringify(snapshot(contract))));
}

/** Definitions stand in the grants too, so they are changed wherever they are. */
function changed(contract: Contract): Contract {
  return JSON.parse(JSON.stringify(contract), (_, value) => {
    if (value?.name === authEvents.name) return { ...value, maxAge: "1d" };
    if (value?.name === notifications.name && "filterSubjects" in value)
      return { ...value, filterSubjects: authEvents.subjects };
    return value?.subject === userLoggedOut.subject ? withoutSession(value) : value;
  });
}

function withoutSession(event: typeof userLoggedOut) {
  const { sessionId: _, ...properties } = event.schema.properties;
  const required = event.schema.required.filter((name) => name !== "sessionId");
  return { ...event, schema: { ...event.schema, properties, required } };
}
