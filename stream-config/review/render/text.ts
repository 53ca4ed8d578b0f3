import type { Verdict } from "../classes";
import type { Finding, Report } from "../report";
import { intents } from "./intents";
import {
  advice,
  circumstances,
  comparison,
  groups,
  mentions,
  permissionLines,
  subject,
  summary,
} from "./summary";

/** How a heading looks on a terminal; the text itself where there is none. */
export type Style = (text: string, as: Verdict | "heading" | "quiet") => string;

/** The report for a terminal. */
export function renderText(report: Report, style: Style = (text) => text): string {
  const findings = groups(report.findings).flatMap((group) => [
    style(group.title, "heading"),
    ...group.findings.flatMap((finding) => lines(finding, style)),
    "",
  ]);
  const permissions = report.permissions.flatMap((change) => permissionLines(change).map(indent));
  return [
    `Review of the contract: ${comparison(report)}`,
    summary(report),
    ...intents(report).map((intent) => `  ${intent}`),
    ...mentions(report),
    ...(report.notes ?? []),
    "",
    ...findings,
    ...(permissions.length > 0 ? [style("Permissions in full", "heading"), ...permissions, ""] : []),
    style(advice[report.verdict], report.verdict),
    "",
  ].join("\n");
}

function lines(finding: Finding, style: Style): string[] {
  const { kind, name, change, consequence } = finding;
  const below = [consequence, ...circumstances(finding)];
  return [`  ${subject(kind, name)}${change}`, ...below.map((line) => style(`    ${line}`, "quiet"))];
}

/** The user's name less deep than its permissions. */
function indent(line: string, index: number): string {
  return `${index === 0 ? "  " : "    "}${line}`;
}
