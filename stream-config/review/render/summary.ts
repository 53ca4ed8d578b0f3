import { changeClasses, classTitles, type Verdict } from "../classes";
import type { Finding, Report, Revision } from "../report";
import { code, count, sentence } from "../words";
import { explained } from "./terms";

/** What is compared: "the working tree against `origin/main` (68abc72)". */
export function comparison({ base, head }: Report): string {
  return `${revision(head)} against ${revision(base)}`;
}

/** How many findings of each class: "3 changes: 1 loses data, 2 safe". */
export function summary({ findings }: Report): string {
  if (findings.length === 0) return "The contract is the same.";
  const counts = groups(findings).map(({ title, findings }) => `${findings.length} × ${title.toLowerCase()}`);
  return `${count(findings.length, "change")}: ${counts.join(", ")}.`;
}

/** The findings by class, worst first. */
export function groups(findings: readonly Finding[]): { title: string; findings: Finding[] }[] {
  const told = explained(
    changeClasses.flatMap((name) => findings.filter((finding) => finding.class === name)),
  );
  return changeClasses
    .map((name) => ({
      title: classTitles[name],
      findings: told.filter((finding) => finding.class === name),
    }))
    .filter(({ findings }) => findings.length > 0);
}

/** What a finding is about, as it stands before the change; a user's name is part of the change. */
export function subject(kind: Finding["kind"], name: string): string {
  if (kind === "user") return "";
  return kind === "contract" ? `${name}: ` : `${kind} ${name}: `;
}

/** Who notices, when, whether it can be undone and what to do, as one line; none where nobody notices and nothing is to do. */
export function circumstances({ notices = [], when, undo, todo }: Finding): string[] {
  if (notices.length === 0 && todo === undefined) return [];
  const who = notices.length === 0 ? [] : [`Noticed by ${notices.join(", ")}`];
  const parts = [[...who, when], [undo], [todo === undefined ? undefined : `To do: ${todo}`]];
  const sentences = parts.map((part) => part.filter((text) => text !== undefined).join(", "));
  return [
    sentences
      .filter((text) => text !== "")
      .map(sentence)
      .join(" "),
  ];
}

/** The owners of what the change touches: a forge tells them when the line is part of a comment. */
export function mentions({ owners = [] }: Report): string[] {
  return owners.length === 0 ? [] : [`Owners of what it touches: ${owners.join(", ")}`];
}

/** What the reviewer has to do. */
export const advice: Readonly<Record<Verdict, string>> = {
  unchanged: "Nothing to review.",
  safe: "Nothing risky.",
  risky: "Risky: read what stands before the safe changes closely.",
  refused: "This can't go in as it is.",
};

/** The raw permission changes of one user as lines of a diff. */
export function permissionLines({ user, publish, subscribe }: Report["permissions"][number]): string[] {
  return [
    user,
    ...publish.removed.map((subject) => `- publish   ${subject}`),
    ...publish.added.map((subject) => `+ publish   ${subject}`),
    ...subscribe.removed.map((subject) => `- subscribe ${subject}`),
    ...subscribe.added.map((subject) => `+ subscribe ${subject}`),
  ];
}

function revision({ name, commit }: Revision): string {
  if (commit === undefined) return name;
  return commit.startsWith(name) ? code(name) : `${code(name)} (${commit.slice(0, 7)})`;
}
