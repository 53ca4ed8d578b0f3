/** A server gives a client two seconds to log in, and as many at once as there are users take longer on a busy machine. */
const most = 3;

/** Does the work on each item, on a few at a time; answers in their order. */
export async function fewAtATime<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()];
  const take = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: most }, take));
  return results;
}
