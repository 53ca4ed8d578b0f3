/** Files that have the version, in the checkout. */
export const versionedFiles = [
  "package.json",
  "service/package.json",
  "service/consumer/package.json",
  "infra/policy/package.json",
  "package-lock.json",
] as const;

interface Lock {
  version: string;
  readonly packages: Record<string, { version?: string; readonly link?: true }>;
}

/** The text of one of these files with another version, and not a byte else. */
export function withVersion(path: string, text: string, version: string): string {
  if (path.endsWith("package-lock.json")) return lockWithVersion(text, version);
  return text.replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`);
}

/** The lock file repeats the version of each package of the checkout, which are those outside node_modules. */
function lockWithVersion(text: string, version: string): string {
  const lock: Lock = JSON.parse(text);
  lock.version = version;
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (!path.includes("node_modules/")) locked.version = version;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}
