import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { whileRunning } from "../../../infra/provider/while-running";

const forever = () => new Promise<string>(() => undefined);
const running = { signal: new AbortController().signal, deadline: undefined };

test("waiting - gives what the work gives, and its failure", async () => {
  const soon = { ...running, deadline: new Date(Date.now() + 60_000) };
  expect(await whileRunning(soon, "it", async () => "done")).toBe("done");
  await expect(whileRunning(running, "it", () => Promise.reject(new Error("broken")))).rejects.toThrow(
    "broken",
  );
});

test("waiting - ends when Pulumi is told to stop, before or meanwhile", async () => {
  const stop = new AbortController();
  const waiting = whileRunning({ ...running, signal: stop.signal }, "the servers", forever);
  stop.abort();
  await expect(waiting).rejects.toThrow("Pulumi was told to stop while it waited for the servers.");
  await expect(whileRunning({ ...running, signal: stop.signal }, "it", forever)).rejects.toThrow(
    "told to stop",
  );
});

test("waiting - ends when the time of customTimeouts is over", async () => {
  const deadline = new Date(Date.now() + 20);
  await expect(whileRunning({ ...running, deadline }, "the servers", forever)).rejects.toThrow(
    /customTimeouts give was over while it waited for the servers/,
  );
});

test("waiting - what is still under way after its end is told that it is over", async () => {
  const stop = new AbortController();
  let rest: Promise<void> | undefined;
  const waiting = whileRunning({ ...running, signal: stop.signal }, "the servers", (requireRunning) => {
    requireRunning();
    rest = sleep(20).then(requireRunning);
    return rest;
  });
  stop.abort();
  await expect(waiting).rejects.toThrow("told to stop");
  await expect(rest).rejects.toThrow("told to stop");
});

test("waiting - a time that no timer can take is not over at once", async () => {
  const deadline = new Date(Date.now() + 60 * 86_400_000);
  expect(await whileRunning({ ...running, deadline }, "it", async () => sleep(20, "done"))).toBe("done");
});
