import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import Value from "typebox/value";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Report, reportSchema } from "../../../../stream-config/review";
import { largeContract, largeContractIndex } from "../../../../tools/bench/large-contract";
import { review } from "../../../../tools/commands/review";
import { projectDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";
import { temporaryDir } from "../../../support/servers";
import { makeCheckout } from "./checkout";

test("review - a refused change: status 4", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'storage: "file"', 'storage: "memory"');
  expect(await review("--base", "base")).toMatchObject({ status: 4 });
});

test("review - commits since the base count too, and JSON fits its schema", async () => {
  const { edit, git, review } = await makeCheckout();
  edit("consumers/analytics.ts", "maxDeliver: 10", "maxDeliver: 20");
  await git("commit", "--quiet", "--all", "--message=more deliveries");
  const { status, output } = await review("--base", "base", "--format", "json");
  const report: Report = JSON.parse(output);
  expect(status).toBe(0);
  expect(Value.Check(reportSchema, report)).toBe(true);
  expect(report.base).toEqual({ name: "base", commit: await git("rev-parse", "base") });
  expect(report.findings[0]).toMatchObject({ kind: "consumer", name: "analytics", from: 10, to: 20 });
});

test("review - leaves no temporary files when a contract can't be loaded", async () => {
  const { edit, review } = await makeCheckout();
  const dir = temporaryDir();
  vi.stubEnv("TMPDIR", dir);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  edit("consumers/analytics.ts", "maxDeliver: 10", "maxDeliver: twenty");
  await expect(review("--base", "base")).rejects.toThrow("twenty is not defined");
  expect(readdirSync(dir).filter((name) => name.startsWith("auth-stack-review-"))).toEqual([]);
});

test("review - finds the checkout from a folder within it", async () => {
  const { dir } = await makeCheckout();
  const { output } = await review(["--base", "base"], join(dir, "stream-config/users"), false);
  expect(output).toContain("The contract is the same.");
});

test("review - a revision without a contract counts as an empty one", async () => {
  const { git, review } = await makeCheckout();
  await git("checkout", "--quiet", "--orphan", "empty");
  await git("rm", "--quiet", "-r", "--cached", ".");
  await git("commit", "--quiet", "--allow-empty", "--message=empty");
  const { status, output } = await review("--base", "empty");
  expect(status).toBe(3);
  expect(output).toContain("`empty` has no contract yet: all of this one is new.");
  expect(output).toContain("stream auth-events: new, for `auth.user.*`");
});

test("review - an older contract without functions of its own is read with today's", async () => {
  const { edit, review } = await makeCheckout(({ edit }) => {
    for (const part of ["accounts", "connection", "permissions"])
      edit("index.ts", `export * from "./acl/${part}";\n`, "");
  });
  edit("index.ts", "", 'export * from "./acl/accounts";\nexport * from "./acl/permissions";\n');
  expect(await review("--base", "base")).toMatchObject({ status: 0 });
});

test.each([
  ["a missing comma", 'export const streams = [{ name: "a" subjects: [] }];\n', "ERROR: Expected"],
  ["a throw", '\nthrow new Error("no streams today");\n', "no streams today"],
  ["a misspelled import", 'import "./auth-evens";\n', "Cannot find module './auth-evens'"],
  ["an end", "process.exit(0);\n", "it ends the process that loads it"],
])(
  "review - a contract that can't be loaded, by %s: a sentence, saying whose, why and where",
  async (_, text, why) => {
    const { edit, git, review, write } = await makeCheckout();
    write("streams/index.ts", text);
    const mine = review("--base", "base");
    await expect(mine).rejects.toThrow("the contract of the working tree can't be loaded: ");
    await expect(mine).rejects.toThrow(why);
    if (why.includes("process")) return;
    await expect(mine).rejects.toThrow("stream-config/streams/index.ts");
    await git("commit", "--quiet", "--all", "--message=broken");
    await git("checkout", "--quiet", "base", "--", "stream-config");
    edit("streams/auth-events.ts", 'maxAge: "7d"', 'maxAge: "1d"');
    const others = review("--base", "main");
    await expect(others).rejects.toThrow('the contract of "main" can\'t be loaded: ');
    await expect(others).rejects.toMatchObject({ fix: expect.stringContaining("--base REVISION") });
  },
);

test("review - a contract that the review itself is written with can't be loaded: a sentence, and status 2", async () => {
  const { dir, write } = await makeCheckout();
  for (const part of ["tools", "infra", "package.json", "tsconfig.json"])
    cpSync(join(projectDir, part), join(dir, part), { recursive: true });
  write("streams/auth-events-dlq.ts", "export const = 1;\n");
  const main = join(dir, "tools/commands/review/main.ts");
  const args = ["--require", join(dir, "infra/typescript/register.js"), main, "--base", "base"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^error: the contract of the working tree can't be loaded: .*auth-events-dlq\.ts:1:/,
  );
  expect(stderr).not.toContain("    at ");
});

test("review - in a shallow clone it says how to get more", async () => {
  const { dir } = await makeCheckout();
  const clone = temporaryDir();
  await run("git", ["clone", "--quiet", "--depth", "1", `file://${dir}`, clone]);
  await expect(review(["--base", "HEAD~1"], clone, false)).rejects.toMatchObject({
    fix: expect.stringMatching(/shallow.*fetch-depth: 0.*--unshallow/),
  });
});

test("review - types are checked where that is asked for, and it is said where not", async () => {
  const { edit, dir, review } = await makeCheckout();
  cpSync(join(projectDir, "tsconfig.json"), join(dir, "tsconfig.json"));
  edit("consumers/analytics.ts", "maxDeliver: 10", "maxDeliver: 10, retries: 3");
  expect((await review("--base", "base")).output).toContain("Types were not checked");
  const { status, output } = await review("--base", "base", "--types");
  expect(status).toBe(4);
  expect(output).toMatch(/stream-config\/consumers\/analytics\.ts:\d+: TS2353/);
  expect(output).not.toContain("Types were not checked");
});

test("review - a contract of another shape: an error, naming the place", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'name: "auth-events"', "name: 5 as never");
  await expect(review("--base", "base")).rejects.toThrow("consumers.notifications.stream: 5 can't be");
});

test("review - a duration that can't be read is one of the contract's problems", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'maxAge: "7d"', 'maxAge: "1.5h"');
  const { status, output } = await review("--base", "base");
  expect(status).toBe(4);
  expect(output).toContain('streams.auth-events.maxAge: "1.5h" is not a duration');
});

test("review - a base with a duration that can't be read can't be compared with", async () => {
  const { edit, review } = await makeCheckout(({ edit }) =>
    edit("streams/auth-events.ts", 'maxAge: "7d"', 'maxAge: "1.5h"'),
  );
  edit("streams/auth-events.ts", 'maxAge: "1.5h"', 'maxAge: "7d"');
  await expect(review("--base", "base")).rejects.toThrow(`the contracts can't be compared: "1.5h" is not`);
});

test("review - rendered accounts that the contract doesn't say are a finding", async () => {
  const { review, write, dir } = await makeCheckout();
  mkdirSync(join(dir, "stream-config/rendered"));
  write("rendered/accounts.conf", "accounts {}\n");
  const { status, output } = await review("--base", "base");
  expect(status).toBe(4);
  expect(output).toContain("stream-config/rendered/accounts.conf: it is not what the contract says");
});

test("review - what another rendering gives is a finding, though a grant changes beside it", async () => {
  const { edit, review } = await makeCheckout();
  edit("users/analytics.ts", ", consume(replayOf(analytics))", "");
  edit(
    "acl/verbs/consume.ts",
    'consumerRequest("CONSUMER.INFO", consumer),',
    'consumerRequest("CONSUMER.INFO", consumer), consumerRequest("CONSUMER.INFO", { ...consumer, name: "other" }),',
  );
  edit("render/accounts.ts", 'list("exports", [', `list("exports", ['{ stream: ">" }',`);
  const { status, output } = await review("--base", "base");
  expect(status).toBe(3);
  expect(output).toMatch(/every account .*can be given what is published to `>`/);
  expect(output).toContain("`notifications` may now publish to `AUTHJS.CONSUMER.INFO.auth-events.other`");
});

test("review - without origin/main it says how to get it or name another", async () => {
  const { runReview } = await makeCheckout();
  expect(await runReview()).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /there is no revision "origin\/main"\n.*git fetch origin main.*--base HEAD~1/,
    ),
  });
});

test("review - a revision that is not there is quoted", async () => {
  const { review } = await makeCheckout();
  for (const base of ["no-such", "--all", "base:stream-config", "a b"]) {
    await expect(review(`--base=${base}`)).rejects.toThrow(`there is no revision "${base}"`);
  }
});

test("review - outside of a checkout it is an error", async () => {
  const { dir, review } = await makeCheckout();
  renameSync(join(dir, ".git"), join(dir, "git"));
  await expect(review("--base", "base")).rejects.toThrow("not a git repository");
});

test("review - a large contract is compared part by part", async () => {
  const { review, write } = await makeCheckout(({ write }) =>
    write("index.ts", largeContractIndex({ maxAge: "7d", filter: "created" })),
  );
  write("index.ts", largeContractIndex({ maxAge: "1d", filter: "*" }));
  const { status, output } = await review("--base", "base", "--format", "json");
  const { findings }: Report = JSON.parse(output);
  const counts = (name: string) => findings.filter((finding) => finding.class === name).length;
  expect(status).toBe(3);
  expect(counts("losesData")).toBe(largeContract.streams);
  expect(counts("exposesPersonalData")).toBe(largeContract.users - 2);
  expect(counts("safe")).toBe(largeContract.consumers);
});
