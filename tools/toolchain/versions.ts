/** Major, minor and patch of a semantic version. */
export type Version = readonly [major: number, minor: number, patch: number];

/** The first "v1.2.3" or "1.2.3" in a tool's output, or undefined when there is none. */
export function parseVersion(output: string): Version | undefined {
  const match = /\bv?(\d+)\.(\d+)\.(\d+)/.exec(output);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether a client may talk to a server: Kubernetes supports one minor version of difference either way. */
export function isWithinOneMinor(found: Version | undefined, wanted: Version | undefined): boolean {
  if (found === undefined || wanted === undefined) return false;
  return found[0] === wanted[0] && Math.abs(found[1] - wanted[1]) <= 1;
}

/** Whether a tool can do what the wanted version can, by semantic versioning. */
export function isSameMajorNotOlder(found: Version | undefined, wanted: Version | undefined): boolean {
  if (found === undefined || wanted === undefined || found[0] !== wanted[0]) return false;
  return found[1] > wanted[1] || (found[1] === wanted[1] && found[2] >= wanted[2]);
}
