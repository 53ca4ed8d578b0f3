import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Steps } from "../../../tools/lib/steps";
import { renderSummary } from "../../../tools/up/summary";
import { temporaryDir } from "../../support/servers";

const proof = { outcome: "proven", eventId: "id", sequence: 1, milliseconds: 1, event: {} } as const;

/** Runs two steps, the last of them the proof, and returns what is printed and the summary. */
async function run(first: "changed" | "unchanged") {
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const steps = new Steps(2, join(temporaryDir(), "log"));
  await steps.run("Stack", async () => first);
  await steps.run("Proof", async () => proof);
  const lines = printed.mock.calls.map(([line]) => line);
  printed.mockRestore();
  const summary = renderSummary({ kind: "node" } as never, steps.results, proof as never);
  return { lines, summary };
}

test("make up - a proof is proven, whatever it proves", async () => {
  const { lines, summary } = await run("changed");
  expect(lines).toEqual(["[1/2] Stack", "    done after 0 s", "[2/2] Proof", "    proven after 0 s"]);
  expect(summary).toMatch(/Proof \(proven\)[\s\S]*The stack is up\.$/);
});

test("make up - a proof of an unchanged stack changes nothing", async () => {
  expect((await run("unchanged")).summary).toMatch(/nothing was changed\.$/);
});

test("make up - on a terminal a note stays on a line of its own, above what is being done", async () => {
  const { isTTY } = process.stdout;
  process.stdout.isTTY = true;
  onTestFinished(() => void Object.assign(process.stdout, { isTTY }));
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const steps = new Steps(1, join(temporaryDir(), "log"));
  await steps.run("Toolchain", async (report, note) => {
    report("asking");
    note("kubectl: no answer");
    report("building");
    return "changed";
  });
  const written = write.mock.calls.map(([text]) => String(text));
  write.mockRestore();
  expect(written.filter((text) => text.endsWith("\n"))).toEqual([
    "    kubectl: no answer\n",
    "[1/1] Toolchain · done · 0 s\n",
  ]);
});
