import { Type } from "typebox";
import Value from "typebox/value";
import { expect, test } from "vitest";
import {
  type Finding,
  type Report,
  renderJson,
  renderMarkdown,
  renderText,
  reportSchema,
} from "../../../stream-config/review";
import { code } from "../../../stream-config/review/words";
import { consumer, placed, review, shipped, stream } from "./support";

const compared = review({
  streams: [{ ...stream, maxMessages: 500 }],
  consumers: [{ ...consumer, ackWait: "1m", filterSubjects: ["order.*"] }],
  events: [{ ...placed, schema: Type.Object({ id: placed.schema.properties.id }) }, shipped],
});

/** Reasons belong to stream-config/changes, and aren't told here. */
const report: Report = {
  ...compared,
  findings: compared.findings.map(({ todo: _, ...finding }) =>
    finding.field === undefined ? finding : { ...finding, consequence: "So it is.", notices: [] },
  ),
};

test("report - as text", () => {
  expect(renderText(report)).toBe(`Review of the contract: the working tree against \`main\` (0123456)
5 changes: 1 × breaks clients, 1 × loses data, 1 × widens rights, 2 × safe.
  This changes the event type \`order.placed\` (breaks clients).
  This changes the stream \`orders\`: \`maxMessages\` (loses data).
  This changes what the user \`billing\` may do (widens rights).
  This changes the consumer \`billing\`: \`filterSubjects\`, \`ackWait\` (safe).

Breaks clients
  event order.placed: The field \`email\` is gone
    Read by \`billing\`. A breaking change needs a new version: leave this event type as it is and add one, e.g. \`order.placed_v2\`.

Loses data
  stream orders: \`maxMessages\` \`1000\` → \`500\`
    So it is.

Widens rights
  \`billing\` can now read every message of \`orders\`, through the durable \`billing\`; before: \`order.placed\` of \`orders\`
    It reads in the way it did before, and finds more there.

Safe
  consumer billing: \`filterSubjects\` + \`order.*\`, − \`order.placed\`
    So it is.
  consumer billing: \`ackWait\` \`"30s"\` → \`"1m"\`
    So it is.

This can't go in as it is.
`);
});

test("report - as Markdown, with permissions folded", () => {
  const markdown = renderMarkdown(review({ users: [] }));
  expect(markdown).toContain("### Review of the contract");
  expect(markdown).toContain("#### Weakens the service\n\n- `shop` is declared no more  \n  Its connections");
  expect(markdown).toContain(`<details><summary>Permissions of <code>shop</code></summary>

\`\`\`diff
- publish   order.placed
- publish   order.shipped`);
});

test("report - as JSON it fits its schema", () => {
  expect(Value.Check(reportSchema, JSON.parse(renderJson(report)))).toBe(true);
});

test("Markdown - never longer than a comment can be, and says what is left out", () => {
  const finding: Finding = { ...report.findings[0]!, change: "x".repeat(300) };
  const long: Report = { ...report, findings: Array.from({ length: 1_000 }, () => finding) };
  const markdown = renderMarkdown(long);
  expect(markdown.length).toBeLessThan(60_000);
  expect(markdown).toMatch(/\d+ more would not fit into a comment; `npm run review` shows all\.\n$/);
});

test.each([
  ["plain", "`plain`"],
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["two\nlines", "`two lines`"],
  ["@someone <img>", "`@someone <img>`"],
  ["x".repeat(3_000), `\`${"x".repeat(2_000)}…\``],
])("Markdown - %j stays code", (text, expected) => {
  expect(code(text)).toBe(expected);
});
