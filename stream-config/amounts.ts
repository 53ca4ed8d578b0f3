/** A number with thousands separated: 12345 → "12,345". */
export function thousands(count: number): string {
  return count.toLocaleString("en-US");
}

/** A number of bytes in decimal units: 10200000 → "10.2 MB". */
export function bytesText(bytes: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const amount = bytes / 1_000 ** power;
  return `${Number(amount.toFixed(power === 0 ? 0 : 1))} ${["B", "kB", "MB", "GB"][power]}`;
}
