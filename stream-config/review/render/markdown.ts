import type { Finding, Report } from "../report";
import { code, longestRun } from "../words";
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

/** A comment of a pull request takes 65,536 characters; this leaves room for what is put around the report. */
export const markdownLimit = 59_000;

/** The report as Markdown for a pull request's comment: what is too long for one is left out, and said so. */
export function renderMarkdown(report: Report, limit = markdownLimit): string {
  const head = `### Review of the contract\n\n${comparison(report)}. ${summary(report)}\n\n${inShort(report)}**${advice[report.verdict]}**\n${notes(report)}`;
  const chunks = [...groups(report.findings).flatMap(chunksOf), ...foldedPermissions(report)];
  return fill(head, chunks, limit);
}

function inShort(report: Report): string {
  const lines = [
    ...intents(report).map((intent) => `- ${intent}`),
    ...mentions(report).map((line) => `\n${line}`),
  ];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n\n`;
}

function notes({ notes = [] }: Report): string {
  return notes.length === 0 ? "" : `\n_${notes.join(" ")}_\n`;
}

function chunksOf({ title, findings }: { title: string; findings: readonly Finding[] }): string[] {
  return findings.map((finding, index) => `${index === 0 ? `\n#### ${title}\n\n` : ""}${item(finding)}`);
}

function item(finding: Finding): string {
  const { kind, name, change, consequence } = finding;
  const lines = [`- ${subject(kind, code(name))}${change}`, consequence, ...circumstances(finding)];
  return `${lines.join("  \n  ")}\n`;
}

function foldedPermissions({ permissions }: Report): string[] {
  return permissions.map((change) => {
    const text = permissionLines(change).slice(1).join("\n");
    const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    return `\n<details><summary>Permissions of <code>${html(change.user)}</code></summary>\n\n${fence}diff\n${text}\n${fence}\n\n</details>\n`;
  });
}

/** As many chunks, from the first on, as there is room for. */
function fill(head: string, chunks: readonly string[], limit: number): string {
  const room = limit - head.length - noteLength;
  let used = 0;
  const fitting = chunks.findIndex((chunk) => {
    used += chunk.length;
    return used > room;
  });
  if (fitting === -1) return head + chunks.join("");
  return head + chunks.slice(0, fitting).join("") + note(chunks.length - fitting);
}

const noteLength = 200;

function note(left: number): string {
  return `\n${left} more would not fit into a comment; \`npm run review\` shows all.\n`;
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
