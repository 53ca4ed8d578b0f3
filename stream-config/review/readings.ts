import type { ContractUser } from "./contract";
import { type Pair, pairs } from "./pairs";
import { notReadable, type PersonalField, personalFields } from "./personal-data";
import type { Finding } from "./report";
import { type Index, type Reading, readingsOf } from "./rights";
import { allCovered, uncovered } from "./subjects";
import { code, codes } from "./words";

interface Sides<Side> {
  readonly before: Side;
  readonly after: Side;
}

/** What a user can now read and could not, or the other way round; personal data is called by its name. */
export function readingFindings(
  { name, before, after }: Pair<ContractUser>,
  indexes: Sides<Index>,
): Finding[] {
  const old = readingsOf(before, indexes.before);
  const streams = pairs(old, readingsOf(after, indexes.after), ({ stream }) => stream);
  const readable = old.flatMap(({ subjects }) => subjects);
  const exposed = (subjects: readonly string[]) =>
    notReadable(personalFields(subjects, indexes.after.contract), readable, indexes.before.contract);
  return streams.flatMap((pair) => streamFindings(name, pair, indexes, exposed));
}

function streamFindings(
  name: string,
  { before, after }: Pair<Reading>,
  indexes: Sides<Index>,
  exposed: (subjects: readonly string[]) => PersonalField[],
): Finding[] {
  const gained = uncovered(after?.subjects ?? [], before?.subjects ?? []);
  const lost = uncovered(before?.subjects ?? [], after?.subjects ?? []);
  const ways = (after?.ways ?? []).filter((way) => !before?.ways.includes(way));
  const personal = exposed(after?.subjects ?? []);
  return [
    ...(after && gained.length > 0 ? [gain(name, before, after, gained, personal, indexes)] : []),
    ...(after && gained.length === 0 && ways.length > 0 ? [moreWays(name, after, ways)] : []),
    ...(gained.length === 0 && personal.length > 0 ? [moreData(name, personal)] : []),
    ...(before && lost.length > 0 ? [loss(name, before, after, lost, indexes)] : []),
  ];
}

const atReload = "It counts as soon as the servers take the new configuration.";

function gain(
  name: string,
  before: Reading | undefined,
  after: Reading,
  gained: readonly string[],
  personal: readonly PersonalField[],
  indexes: Sides<Index>,
): Finding {
  const what = `${messages(after.stream, gained, indexes.after)}, ${after.ways.join(" and ")}`;
  const including = personal.length === 0 ? "" : `, including personal data: ${fields(personal)}`;
  const change = `${code(name)} can now read ${what}${including}; before: ${only(before, indexes.before)}`;
  return about(name, personal.length === 0 ? "widens" : "exposesPersonalData", change, atReload);
}

function moreWays(name: string, { stream }: Reading, ways: readonly string[]): Finding {
  const change = `${code(name)} can now read ${code(stream)} also ${ways.join(" and ")}`;
  return about(name, "widens", change, atReload);
}

function moreData(name: string, personal: readonly PersonalField[]): Finding {
  const change = `${code(name)} gets personal data in what it reads already: ${fields(personal)}`;
  return about(name, "exposesPersonalData", change, "It counts as soon as such an event is published.");
}

function loss(
  name: string,
  before: Reading,
  after: Reading | undefined,
  lost: readonly string[],
  indexes: Sides<Index>,
): Finding {
  const what = messages(before.stream, lost, indexes.before);
  const change = `${code(name)} can no longer read ${what}; now: ${only(after, indexes.after)}`;
  return about(name, "narrows", change, atReload);
}

function messages(stream: string, subjects: readonly string[], index: Index): string {
  const stored = index.streams.get(stream)?.subjects ?? [];
  const all = stored.length > 0 && allCovered(stored, subjects);
  return all ? `every message of ${code(stream)}` : `${codes(subjects)} of ${code(stream)}`;
}

function only(reading: Reading | undefined, index: Index): string {
  if (reading === undefined || reading.subjects.length === 0) return "nothing";
  return messages(reading.stream, reading.subjects, index);
}

/** Fields with the events that carry them. */
function fields(personal: readonly PersonalField[]): string {
  const names = [...new Set(personal.map(({ field }) => field))];
  return names
    .map((name) => {
      const events = personal.filter(({ field }) => field === name).map(({ event }) => event);
      return `${code(name)} (${codes(events)})`;
    })
    .join(", ");
}

function about(name: string, of: Finding["class"], change: string, consequence: string): Finding {
  return { class: of, kind: "user", name, change, consequence };
}
