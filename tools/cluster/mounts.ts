import { readFileSync } from "node:fs";
import { run } from "../lib/run";

/** Mount points at or below `dir`, the deepest first, from the text of /proc/self/mountinfo (proc(5)). */
export function mountsBelow(mountinfo: string, dir: string): string[] {
  return mountinfo
    .split("\n")
    .map((line) => decode(line.split(" ")[4] ?? ""))
    .filter((point) => point === dir || point.startsWith(`${dir}/`))
    .reverse();
}

/** Unmounts everything at or below `dir`; what is still in use goes as soon as it is not. */
export async function unmountBelow(dir: string): Promise<void> {
  const points = mountsBelow(readFileSync("/proc/self/mountinfo", "utf8"), dir);
  for (const point of points) await run("umount", ["--lazy", point]);
}

/** Spaces and the like are written as backslash and three octal digits. */
function decode(field: string): string {
  return field.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
