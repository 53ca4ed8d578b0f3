import { expect, test } from "vitest";
import { Lanes } from "../../../service/consumer/src/lanes";

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
  expect(lanes.free).toBe(1);
  lanes.run("user 1", task("b"));
  let free = lanes.free;
  void lanes.whenFree().then(() => {
    free = lanes.free;
  });
  await new Promise(setImmediate);
  expect(free).toBe(0);
  await end("a");
  expect(free).toBe(1);
  await end("b");
  expect(lanes.free).toBe(2);
});

test("lanes - who waits for a place can be woken without one", async () => {
  const lanes = new Lanes(1);
  const { task, end } = recorder();
  lanes.run(undefined, task("a"));
  const woken = lanes.whenFree();
  lanes.wake();
  await woken;
  expect(lanes.free).toBe(0);
  await end("a");
});

test("lanes - those that have their lanes in common run one user's tasks one after the other", async () => {
  const ends = new Map();
  const [one, other] = [new Lanes(1, ends), new Lanes(1, ends)];
  const { log, task, end } = recorder();
  one.run("user 1", task("a"));
  other.run("user 1", task("b"));
  await new Promise(setImmediate);
  expect(log).toEqual(["begin a"]);
  await end("a");
  expect(log).toEqual(["begin a", "end a", "begin b"]);
  await end("b");
});
