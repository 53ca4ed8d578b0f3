import { expect, test } from "vitest";
import { Lanes } from "../../../service/consumer/lanes";

/** A task that ends when it is told to, and the order in which tasks began and ended. */
function recorder() {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => async () => {
    log.push(`begin ${name}`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    log.push(`end ${name}`);
  };
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise(setImmediate);
  };
  return { log, task, end };
}

test("lanes - tasks of one lane follow one another, others run beside them", async () => {
  const lanes = new Lanes(10);
  const { log, task, end } = recorder();
  lanes.run("user 1", task("a"));
  lanes.run("user 1", task("b"));
  lanes.run("user 2", task("c"));
  lanes.run(undefined, task("d"));
  await new Promise(setImmediate);
  expect(log).toEqual(["begin a", "begin c", "begin d"]);
  await end("a");
  expect(log).toEqual(["begin a", "begin c", "begin d", "end a", "begin b"]);
  for (const name of ["b", "c", "d"]) await end(name);
  await lanes.whenIdle();
});

test("lanes - what waits for its lane takes a place, and a place is free again when a task ends", async () => {
  const lanes = new Lanes(2);
  const { task, end } = recorder();
  lanes.run("user 1", task("a"));
  expect(await lanes.whenFree()).toBe(1);
  lanes.run("user 1", task("b"));
  let free = 0;
  void lanes.whenFree().then((count) => {
    free = count;
  });
  await new Promise(setImmediate);
  expect(free).toBe(0);
  await end("a");
  expect(free).toBe(1);
  await end("b");
  expect(await lanes.whenFree()).toBe(2);
});
