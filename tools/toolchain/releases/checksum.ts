/**
 * The SHA-256 that a published text has for a file: of a list the one beside the file's name, as sha256sum(1) writes it;
 * of a text that is one checksum, that one. Undefined when there is none.
 */
export function checksumOf(file: string, published: string): string | undefined {
  const lines = published
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const [only] = lines;
  const isList = lines.length > 1 || only?.length !== 1;
  const [checksum] =
    (isList ? lines.find(([, name]) => name !== undefined && isName(name, file)) : only) ?? [];
  return checksum !== undefined && /^[0-9a-f]{64}$/i.test(checksum) ? checksum.toLowerCase() : undefined;
}

/** "*" marks a file read as it is, "./" comes from a shell's pattern. */
function isName(written: string, file: string): boolean {
  return written.replace(/^\*/, "").replace(/^\.\//, "") === file;
}
