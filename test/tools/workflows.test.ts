import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadYaml } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { scripts } from "../../package.json";
import { projectDir } from "../../tools/lib/paths";
import { run } from "../../tools/lib/run";

const dir = ".github/workflows";
const read = (path: string) => readFileSync(join(projectDir, path), "utf8");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<string, { "timeout-minutes"?: number; permissions?: object; steps: readonly Step[] }>
  >;
}

/** What npm has without a script. */
const npmCommands = ["ci"];
const targets = [...read("Makefile").matchAll(/^([a-z]+):/gm)].map(([, name]) => name);

/** Words after a command in scripts. */
function argumentsOf(command: string, script: string): string[] {
  const places = new RegExp(`(?<![\\w-])${command} (?:(?:run|--?[a-z-]+) )*([a-z:-]+)`, "g");
  return [...script.matchAll(places)].map(([, name = ""]) => name);
}

describe.each(readdirSync(join(projectDir, dir)))("workflow %s", (name) => {
  const text = read(`${dir}/${name}`);
  const { permissions, jobs } = loadYaml<Workflow>(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const runs = steps.flatMap((step) => step.run ?? []);

  test("every action is pinned by its commit, with its version beside it", () => {
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(actions.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("every script and make target that it runs exists", () => {
    expect([...Object.keys(scripts), ...npmCommands]).toEqual(
      expect.arrayContaining(runs.flatMap((script) => argumentsOf("npm", script))),
    );
    expect(targets).toEqual(expect.arrayContaining(runs.flatMap((script) => argumentsOf("make", script))));
  });

  test("bash can read every script", async () => {
    for (const script of runs) await run("bash", ["-n"], { input: script });
  });

  test("files that it names exist", () => {
    const named = steps.flatMap((step) => step.with?.["go-version-file"] ?? []);
    for (const path of named) expect(read(String(path))).not.toBe("");
  });

  test("nothing from outside is pasted into a script", () => {
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.join("\n")).not.toContain("${{");
  });

  test("jobs have the rights that they need alone, and end", () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      expect(Object.keys(job.permissions ?? {})).toHaveLength(1);
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
    }
  });
});

test("workflow test.yml - runs what `make check` does, for pull requests and for main", () => {
  const text = read(`${dir}/test.yml`);
  const [, check = ""] = /^check:.*\n((?:\t.*\n)+)/m.exec(read("Makefile")) ?? [];
  const checks = [...argumentsOf("npm", check), "lint"];
  expect(checks).toEqual(expect.arrayContaining(["types", "test"]));
  expect(argumentsOf("npm", text)).toEqual(expect.arrayContaining(checks));
  expect(text).toMatch(/^on:\n {2}pull_request:\n {2}push:\n {4}branches: \[main\]$/m);
});
