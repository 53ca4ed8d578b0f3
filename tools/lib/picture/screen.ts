/** The looks of text that our commands use. */
export type Look = "bold" | "dim" | "red" | "green" | "yellow";

/** Text of one look. */
export interface Span {
  readonly text: string;
  readonly look: Look | undefined;
}

/** A terminal's line. */
export type Line = readonly Span[];

const looks: Readonly<Record<string, Look>> = {
  "1": "bold",
  "2": "dim",
  "31": "red",
  "32": "green",
  "33": "yellow",
};

const esc = "\u001b";
const lookCode = new RegExp(`${esc}\\[([0-9;]*)m`);
const redrawn = new RegExp(`^[^]*(?:\r|${esc}\\[1G|${esc}\\[2K)`);
const otherCodes = new RegExp(`${esc}\\[[0-9;?]*[A-Za-ln-z]`, "g");

/**
 * What stands on a terminal after a command has printed this: a line that was redrawn as it was last, and colours as ECMA-48
 * (SGR) sets them, of which the last one counts.
 */
export function readScreen(printed: string): Line[] {
  const lines = printed.replaceAll(/\r+\n/g, "\n").trimEnd().split("\n");
  return lines.map((line) => readLine(line.replace(redrawn, "").replaceAll(otherCodes, "")));
}

/** `split` gives texts and the codes between them in turn. */
function readLine(line: string): Line {
  const parts = ["", ...line.split(lookCode)];
  const spans = parts.flatMap((code, at) =>
    at % 2 === 0 ? [{ text: parts[at + 1] ?? "", look: looks[code.split(";").at(-1) ?? ""] }] : [],
  );
  return spans.filter(({ text }) => text !== "");
}

/** Leaves out lines in the middle of more than `most`, and says how many. */
export function fold(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const [before, after] = [Math.ceil(most / 2), Math.floor(most / 2) - 1];
  const left: Span = { text: `    … ${lines.length - before - after} more lines`, look: "dim" };
  return [...lines.slice(0, before), [left], ...lines.slice(-after)];
}

/** Goes on in a new line, as a terminal of so many columns does. */
export function wrap(line: Line, columns: number): Line[] {
  const letters = line.flatMap(({ text, look }) => [...text].map((letter) => ({ letter, look })));
  const count = Math.max(1, Math.ceil(letters.length / columns));
  return Array.from({ length: count }, (_, row) =>
    letters
      .slice(row * columns, (row + 1) * columns)
      .reduce<Span[]>((spans, { letter, look }) => joined(spans, letter, look), []),
  );
}

function joined(spans: Span[], letter: string, look: Look | undefined): Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.look !== look) return [...spans, { text: letter, look }];
  return [...spans.slice(0, -1), { text: last.text + letter, look }];
}
