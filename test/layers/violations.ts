import { circles } from "./circles";
import type { Imports } from "./imports";
import type { Layers } from "./layers";

/** Every import that the layers don't allow, and every circle, each with what to do. */
export function violations(imports: Imports, layers: Layers): string[] {
  const pairs = [...imports].flatMap(([file, imported]) => imported.map((to) => ({ file, to })));
  return [
    ...pairs.flatMap((pair) => acrossWings(pair, layers)),
    ...pairs.flatMap((pair) => upwards(pair, layers)),
    ...circles(imports).map(describeCircle),
  ];
}

/** Wings and rooms that have no place in the layers, and places without a room. */
export function misplaced(imports: Imports, { wings, rooms }: Layers): string[] {
  const orders = { "": Object.keys(wings), ...rooms };
  return Object.entries(orders).flatMap(([folder, order]) => {
    const there = new Set([...imports.keys()].flatMap((file) => roomOf(file, folder) ?? []));
    const unplaced = [...there].filter((room) => !order.includes(room));
    const gone = order.filter((room) => !there.has(room));
    return [
      ...unplaced.map((room) => `${nameOf(room, folder)} has no place: give it one, above what it imports`),
      ...gone.map((room) => `${nameOf(room, folder)} is not there: take its place out`),
    ].map((problem) => `${problem} (test/layers/layers.ts)`);
  });
}

interface Pair {
  readonly file: string;
  readonly to: string;
}

function acrossWings({ file, to }: Pair, { wings }: Layers): string[] {
  const [from = "", other = ""] = [roomOf(file, ""), roomOf(to, "")];
  const allowed = wings[from];
  if (from === other || allowed === undefined || allowed.includes(other)) return [];
  const only = allowed.length === 0 ? "no other wing" : `${allowed.join(" and ")} alone`;
  return [`${file} imports ${to}: ${from} imports from ${only}. ${wayOut}`];
}

function upwards({ file, to }: Pair, { rooms }: Layers): string[] {
  return Object.entries(rooms).flatMap(([folder, order]) => {
    const [from, other] = [roomOf(file, folder), roomOf(to, folder)];
    if (from === undefined || other === undefined || order.indexOf(from) <= order.indexOf(other)) return [];
    return [`${file} imports ${to}: ${nameOf(from, folder)} is below ${nameOf(other, folder)}. ${wayOut}`];
  });
}

const wayOut =
  "Move what it needs to where both may import it from, or have it handed over as an argument (the order: test/layers/layers.ts)";

/** A folder in the folder, or a file in it. */
function roomOf(file: string, folder: string): string | undefined {
  if (folder === "") return file.split("/")[0];
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split("/")[0] : undefined;
}

function nameOf(room: string, folder: string): string {
  return folder === "" ? room : `${folder}/${room}`;
}

function describeCircle(circle: readonly string[]): string {
  return (
    `a circle: ${circle.join(" → ")}. Move what the last takes from the first, often a type, to the last or to a ` +
    "file of its own"
  );
}
