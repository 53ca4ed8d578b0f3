import type { ContractUser } from "./contract";
import { isOfCopies } from "./copies";
import { type Pair, pairs } from "./pairs";
import { notReadable, type PersonalField, personalFields } from "./personal-data";
import type { Finding } from "./report";
import { type Index, type Reading, readingsOf } from "./rights";
import { allCovered, uncovered } from "./subjects";
import { consequenceOf } from "./verb-words";
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
  const readable = old.flatMap(({ events }) => events);
  const exposed = (events: readonly string[]) =>
    notReadable(personalFields(events, indexes.after.contract), readable, indexes.before.contract);
  return [
    ...streams.flatMap((pair) => streamFindings(name, pair, indexes, exposed)),
    ...sameSubjects(name, streams, readable, exposed),
  ];
}

const shrinks = "It reads in the way it did before, and finds less there.";
const grows = "It reads in the way it did before, and finds more there.";

type Exposed = (events: readonly string[]) => PersonalField[];

function streamFindings(
  name: string,
  pair: Pair<Reading>,
  indexes: Sides<Index>,
  exposed: Exposed,
): Finding[] {
  const { before, after } = pair;
  const gained = gainedBy(pair);
  // All of a stream stays all of it when that stores less: the stream's own finding says so, and what is stored stays readable.
  const stillAll = isWhole(before, indexes.before) && isWhole(after, indexes.after);
  const lost = stillAll ? [] : uncovered(before?.subjects ?? [], after?.subjects ?? []);
  const ways = (after?.ways ?? []).filter((way) => !before?.ways.includes(way));
  const personal = exposed(after?.events ?? []);
  return [
    ...(after && gained.length > 0 ? [gain(name, before, after, gained, personal, indexes)] : []),
    ...(after && gained.length === 0 && ways.length > 0 ? [moreWays(name, after, ways)] : []),
    ...(before && lost.length > 0 ? [loss(name, before, after, lost, indexes)] : []),
  ];
}

function isWhole(reading: Reading | undefined, { streams }: Index): boolean {
  if (reading === undefined) return false;
  const stored = streams.get(reading.stream)?.subjects ?? [];
  return stored.length > 0 && allCovered(stored, reading.subjects);
}

function gainedBy({ before, after }: Pair<Reading>): string[] {
  return uncovered(after?.subjects ?? [], before?.subjects ?? []);
}

/** More comes under subjects that were readable already: new fields of an event, or copies of other events. */
function sameSubjects(
  name: string,
  streams: readonly Pair<Reading>[],
  readable: readonly string[],
  exposed: Exposed,
): Finding[] {
  const eventsOf = (some: readonly Pair<Reading>[]) => some.flatMap(({ after }) => after?.events ?? []);
  const gaining = eventsOf(streams.filter((pair) => gainedBy(pair).length > 0));
  const same = eventsOf(streams.filter((pair) => gainedBy(pair).length === 0));
  const told = new Set(exposed(gaining).map(({ event, field }) => `${event} ${field}`));
  const personal = exposed(same).filter(({ event, field }) => !told.has(`${event} ${field}`));
  if (personal.length > 0) return [moreData(name, personal)];
  const copied = uncovered(same, [...readable, ...gaining]);
  return copied.length > 0 ? [moreCopies(name, copied)] : [];
}

function gain(
  name: string,
  before: Reading | undefined,
  after: Reading,
  gained: readonly string[],
  personal: readonly PersonalField[],
  indexes: Sides<Index>,
): Finding {
  const what = `${messages(after.stream, gained, indexes.after)}${copies(after)}, ${after.ways.join(" and ")}`;
  const including = personal.length === 0 ? "" : `, including personal data: ${fields(personal)}`;
  const change = `${code(name)} can now read ${what}${including}; before: ${only(before, indexes.before)}`;
  const of = personal.length === 0 ? "widens" : "exposesPersonalData";
  const ways = after.ways.filter((way) => !before?.ways.includes(way));
  return {
    ...about(name, of, change, grows),
    ...(ways.length > 0 && consequenceOf(after.verbs, "given", name)),
  };
}

function copies({ subjects, events }: Reading): string {
  return events.length > 0 && subjects.every(isOfCopies) ? `, which are copies of ${codes(events)}` : "";
}

function moreWays(name: string, { stream, verbs }: Reading, ways: readonly string[]): Finding {
  const change = `${code(name)} can now read ${code(stream)} also ${ways.join(" and ")}`;
  return { ...about(name, "widens", change, ""), ...consequenceOf(verbs.slice(-1), "given", name) };
}

function moreCopies(name: string, events: readonly string[]): Finding {
  const change = `${code(name)} can now be given copies of ${codes(events)} in what it reads already`;
  return about(name, "widens", change, "It counts as soon as such an event is copied there.");
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
  const verbs = before.verbs.filter((verb) => !after?.verbs.includes(verb));
  return {
    ...about(name, "narrows", change, shrinks),
    ...(verbs.length > 0 && consequenceOf(verbs, "taken", name)),
  };
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
