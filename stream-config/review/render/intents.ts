import { changeClasses, classTitles } from "../classes";
import type { Finding, Report } from "../report";
import { code, codes, count } from "../words";

const most = 12;

/** What the change is for, as far as it shows: one sentence for each thing that it touches, the worst first. */
export function intents({ findings }: Report): string[] {
  const things = new Map<string, Finding[]>();
  for (const finding of findings.filter(({ kind }) => kind !== "contract")) {
    const key = `${finding.kind} ${finding.name}`;
    things.set(key, [...(things.get(key) ?? []), finding]);
  }
  const sentences = [...things.values()].map(intent);
  const left = sentences.length - most;
  return left > 0 ? [...sentences.slice(0, most), `And ${count(left, "thing")} more.`] : sentences;
}

function intent(findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return "";
  const worst = changeClasses.find((name) => findings.some(({ class: of }) => of === name)) ?? "safe";
  return `${deed(first, findings)} (${classTitles[worst].toLowerCase()}).`;
}

function deed({ kind, name }: Finding, findings: readonly Finding[]): string {
  const thing = `the ${kind === "event" ? "event type" : kind} ${code(name)}`;
  const says = (part: string) => findings.find(({ change }) => change.includes(part))?.change;
  const renamed = says("renamed from ");
  if (renamed !== undefined)
    return `This renames ${thing}, ${renamed.slice(renamed.indexOf("renamed from") + 8)}`;
  if (says("declared no more") !== undefined) return `This removes ${thing}`;
  if (findings.some(({ change }) => /^new\b|is new\b/.test(change))) return `This adds ${thing}`;
  if (kind === "user") return `This changes what ${thing} may do`;
  const fields = [...new Set(findings.flatMap(({ field }) => field ?? []))];
  return `This changes ${thing}${fields.length === 0 ? "" : `: ${codes(fields)}`}`;
}
