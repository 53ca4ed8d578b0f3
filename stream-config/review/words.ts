const longest = 200;

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
