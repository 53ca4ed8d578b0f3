import type { Imports } from "./imports";

/** Circles of imports: of each knot of files the shortest way from one of them back to itself. */
export function circles(imports: Imports): string[][] {
  const found: string[][] = [];
  const inOne = new Set<string>();
  for (const file of imports.keys()) {
    const circle = inOne.has(file) ? undefined : circleFrom(file, imports);
    if (circle === undefined) continue;
    found.push(circle);
    for (const each of circle) inOne.add(each);
  }
  return found;
}

/** Breadth first, so that the first way back is a shortest one. */
function circleFrom(start: string, imports: Imports): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const next = [start];
  for (const file of next) {
    for (const imported of imports.get(file) ?? []) {
      if (imported === start) return [...wayTo(file, cameFrom), start];
      if (cameFrom.has(imported)) continue;
      cameFrom.set(imported, file);
      next.push(imported);
    }
  }
  return undefined;
}

function wayTo(file: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const before = cameFrom.get(file);
  return before === undefined ? [file] : [...wayTo(before, cameFrom), file];
}
