const longest = 2_000;

/** A name or value as Markdown code, whatever is in it. */
export function code(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const plain = short.replace(/\s+/g, " ");
  const fence = "`".repeat(longestRun(plain) + 1);
  const space = plain.startsWith("`") || plain.endsWith("`") || plain === "" ? " " : "";
  return `${fence}${space}${plain}${space}${fence}`;
}

/** Names as Markdown code, with commas. */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(", ");
}

/** A field's value as Markdown code; "not set" where there is none. */
export function value(of: unknown): string {
  return of === undefined ? "not set" : code(JSON.stringify(of));
}

/** How a value changes: lists and objects by what is added (+) and removed (−), long texts from where they differ. */
export function difference(from: unknown, to: unknown): string {
  if (Array.isArray(from) && Array.isArray(to)) return listDifference(from, to);
  if (typeof from === "string" && typeof to === "string" && from.length + to.length > 200) {
    const start = Math.max(0, [...from].findIndex((letter, index) => letter !== to[index]) - 20);
    return `${value(`…${from.slice(start, start + 100)}`)} → ${value(`…${to.slice(start, start + 100)}`)}`;
  }
  return `${value(from)} → ${value(to)}`;
}

function listDifference(from: readonly unknown[], to: readonly unknown[]): string {
  const [old, now] = [from, to].map((items) =>
    items.map((item) => (typeof item === "string" ? item : JSON.stringify(item))),
  );
  const added = (now ?? []).filter((item) => !old?.includes(item));
  const removed = (old ?? []).filter((item) => !now?.includes(item));
  if (added.length + removed.length === 0) return "in another order";
  return [...added.map((item) => `+ ${code(item)}`), ...removed.map((item) => `− ${code(item)}`)].join(", ");
}

/** The first letter as a capital. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The first letter as a capital, and a full stop. */
export function sentence(text: string): string {
  return `${capital(text)}${text.endsWith(".") ? "" : "."}`;
}

/** "1 stream", "2 streams". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The length of the longest run of backticks. */
export function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
