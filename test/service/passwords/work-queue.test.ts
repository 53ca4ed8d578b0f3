import { expect, test } from "vitest";
import { AbandonedError, QueueFullError, WorkQueue } from "../../../service/src/passwords/work-queue";

function queueOf(running: number, waiting: number) {
  return new WorkQueue({ running, shares: { one: { waiting, weight: 1 } } });
}

/** Jobs that end when they are told to. */
function held() {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { job: () => promise, release: () => release() };
}

test("work queue - runs no more at once than it may, in the order of arrival", async () => {
  const queue = queueOf(2, 10);
  const finished: number[] = [];
  let running = 0;
  let most = 0;
  const job = async (id: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    finished.push(id);
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map((id) => queue.run("one", () => job(id))));
  expect(most).toBe(2);
  expect(finished).toEqual([0, 1, 2, 3, 4, 5]);
});

test("work queue - refuses at once when too many wait, and takes work again later", async () => {
  const queue = queueOf(1, 1);
  const { job, release } = held();
  const accepted = [queue.run("one", job), queue.run("one", async () => undefined)];
  await expect(queue.run("one", async () => undefined)).rejects.toThrow(QueueFullError);
  release();
  await Promise.all(accepted);
  expect(await queue.run("one", async () => "again")).toBe("again");
});

test("work queue - a job that fails leaves its place to the next", async () => {
  const queue = queueOf(1, 1);
  await expect(queue.run("one", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.run("one", async () => "next")).toBe("next");
});

test("work queue - a job is not run that is given up while it waits, nor one that was before", async () => {
  const queue = queueOf(1, 5);
  const { job, release } = held();
  const first = queue.run("one", job);
  const gone = new AbortController();
  const ran: string[] = [];
  const waiting = queue.run("one", async () => void ran.push("waiting"), gone.signal);
  const next = queue.run("one", async () => void ran.push("next"));
  expect(queue.depth).toBe(2);
  gone.abort();
  await expect(waiting).rejects.toThrow(AbandonedError);
  expect(queue.depth).toBe(1);
  release();
  await Promise.all([first, next]);
  await expect(queue.run("one", async () => void ran.push("late"), gone.signal)).rejects.toThrow(
    AbandonedError,
  );
  expect(ran).toEqual(["next"]);
  expect(queue.isIdle).toBe(true);
});

const shares = { many: { waiting: 5, weight: 1 }, few: { waiting: 5, weight: 2 } };

test("work queue - jobs of one purpose don't take the places of another", async () => {
  const queue = new WorkQueue({ running: 1, shares });
  const { job, release } = held();
  const first = queue.run("many", job);
  const flood = Array.from({ length: 20 }, () => queue.run("many", async () => "many").catch(String));
  const others = Array.from({ length: 5 }, () => queue.run("few", async () => "few"));
  release();
  expect(await Promise.all(others)).toEqual(Array(5).fill("few"));
  expect((await Promise.all(flood)).filter((outcome) => outcome === "many")).toHaveLength(5);
  await first;
});

test("work queue - purposes take turns by their weight, however many wait of each", async () => {
  const queue = new WorkQueue({ running: 1, shares });
  const order: string[] = [];
  const { job, release } = held();
  const first = queue.run("many", job);
  const add = (purpose: "many" | "few") => queue.run(purpose, async () => void order.push(purpose));
  const all = [...Array(4).fill("many"), ...Array(5).fill("few")].map(add);
  release();
  await Promise.all([first, ...all]);
  expect(order.slice(0, 6).filter((purpose) => purpose === "few")).toHaveLength(4);
});

test("work queue - a purpose that had nothing to do doesn't catch up on its turns", async () => {
  const queue = new WorkQueue({ running: 1, shares });
  for (let round = 0; round < 50; round += 1) {
    await Promise.all([1, 2, 3].map(() => queue.run("many", async () => undefined)));
  }
  const order: string[] = [];
  const { job, release } = held();
  const first = queue.run("many", job);
  const add = (purpose: "many" | "few") => queue.run(purpose, async () => void order.push(purpose));
  const all = [...Array(5).fill("few"), ...Array(4).fill("many")].map(add);
  release();
  await Promise.all([first, ...all]);
  expect(order.indexOf("many")).toBeLessThan(3);
});
