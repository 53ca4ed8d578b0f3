import { spawnSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { afterFile } from "../../support/after-file";
import { temporaryDir } from "../../support/servers";
import { growContract } from "./grow";

const minutes = 60_000;
const dir = temporaryDir(afterFile());

beforeAll(() => growContract(dir));

/** Runs a command of the copy's; what it printed is the failure's text. */
function npm(script: string, ...args: string[]): void {
  const env = { ...process.env, NO_COLOR: "1", VITEST_MAX_WORKERS: "1" };
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script, ...args], {
    cwd: dir,
    env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(status, (stdout + stderr).slice(-20_000)).toBe(0);
}

test(
  "grown contract - a new event, consumer and user pass `make generate` and the types",
  () => {
    npm("generate");
    npm("types");
  },
  5 * minutes,
);

test(
  "grown contract - no fast test is about the contract that we ship, in names or numbers",
  () => {
    // What is about a name or a number fails each time; what only had too little time beside other tests does not.
    npm("test", "--", "--reporter=dot", "--retry=2", "--testTimeout=120000");
  },
  30 * minutes,
);
