/** A thing of the contract in two revisions; at least one of them has it. */
export interface Pair<Item> {
  readonly name: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** The things of two revisions side by side by their names, in the order of the later one. */
export function pairs<Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): Pair<Item>[] {
  const [old, now] = [byName(before, nameOf), byName(after, nameOf)];
  return [...new Set([...now.keys(), ...old.keys()])].map((name) => ({
    name,
    before: old.get(name),
    after: now.get(name),
  }));
}

function byName<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [nameOf(item), item]));
}
