import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeAdvisories, readAdvisories } from "./advisory";

/** What to print, and the exit status: 0 nothing is known, 3 there are advisories, 2 the registry doesn't tell. */
export interface Audit {
  readonly output: string;
  readonly status: 0 | 2 | 3;
}

/** Compares the lock file in `dir` with the advisories that its registry publishes. */
export function audit(dir: string): Audit {
  const { stdout, error } = spawnSync("npm", ["audit", "--json"], { cwd: dir, encoding: "utf8" });
  const answer = parse(stdout);
  const lock = JSON.parse(readFileSync(join(dir, "package-lock.json"), "utf8"));
  const advisories = readAdvisories(answer, lock);
  if (advisories === undefined) return unknown(error?.message ?? reasonOf(answer));
  if (advisories.length === 0) return { output: "No package in use has a published advisory.", status: 0 };
  return { output: describeAdvisories(advisories), status: 3 };
}

function unknown(reason: string): Audit {
  return { output: `Not compared: the registry tells no advisories (${reason}).`, status: 2 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** npm's own words, e.g. the status of the registry's answer. */
function reasonOf(answer: unknown): string {
  const isObject = typeof answer === "object" && answer !== null;
  return isObject && "message" in answer ? String(answer.message) : "npm audit gave no answer";
}
