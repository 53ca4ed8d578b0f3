import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { projectDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";
import { temporaryDir } from "../../../support/servers";

const workflow = readFileSync(join(projectDir, ".github/workflows/review.yml"), "utf8");

test("workflow - runs a fork's code with no more than its own rights", () => {
  expect(workflow).toMatch(/^on: pull_request$/m);
  const [, comment] = workflow.split(/^ {2}comment:$/m);
  expect(workflow.match(/: write$/gm)).toHaveLength(1);
  expect(comment).toContain("pull-requests: write");
  expect(comment).not.toContain("uses:");
});

test("workflow - the first report is posted, later ones take its place", async () => {
  const comment = await commenting();
  expect(await comment("first", "")).toEqual([
    "--silent --method POST repos/acme/stack/issues/7/comments --field body=@comment.md",
    "<!-- contract-review -->\nfirst\n",
  ]);
  expect(await comment("second", "41\n42\n")).toEqual([
    "--silent --method PATCH repos/acme/stack/issues/comments/41 --field body=@comment.md",
    "<!-- contract-review -->\nsecond\n",
  ]);
});

test("workflow - a pull request without a change of the contract gets no comment", async () => {
  const comment = await commenting();
  await expect(comment("The contract is the same.", "")).rejects.toThrow("asked");
  const [asked] = await comment("The contract is the same.", "41\n");
  expect(asked).toContain("PATCH");
});

test("workflow - the status is that of the review, and its report goes on", async () => {
  const dir = temporaryDir();
  mkdirSync(join(dir, "bin"));
  writeFileSync(join(dir, "bin/npm"), '#!/bin/sh\necho "the report"; exit 4\n');
  chmodSync(join(dir, "bin/npm"), 0o755);
  const files = { GITHUB_STEP_SUMMARY: join(dir, "summary"), GITHUB_OUTPUT: join(dir, "output") };
  const script = shell("Review", dir, files);
  await expect(script).rejects.toThrow("status 4");
  expect(readFileSync(files.GITHUB_STEP_SUMMARY, "utf8")).toBe("the report\n");
  const [, output = ""] = readFileSync(files.GITHUB_OUTPUT, "utf8").split("report=");
  expect(gunzipSync(Buffer.from(output, "base64")).toString()).toBe("the report\n");
});

/** Runs the script that comments, with a `gh` that lists these ids and notes what it is asked to write. */
async function commenting() {
  const dir = temporaryDir();
  const gh = join(dir, "bin/gh");
  mkdirSync(join(dir, "bin"));
  writeFileSync(gh, '#!/bin/sh\nif [ "$2" = --paginate ]; then cat ids; else shift; echo "$*" >asked; fi\n');
  chmodSync(gh, 0o755);
  return async (report: string, ids: string) => {
    writeFileSync(join(dir, "ids"), ids);
    const env = {
      REPOSITORY: "acme/stack",
      PULL_REQUEST: "7",
      REPORT: gzipSync(`${report}\n`).toString("base64"),
    };
    await shell("Comment", dir, env);
    return ["asked", "comment.md"].map((file) =>
      readFileSync(join(dir, file), "utf8").replace(/^(--.*)\n$/, "$1"),
    );
  };
}

/** Runs a step's script as the runner does; commands in the folder's bin/ come first. */
function shell(step: string, dir: string, env: Record<string, string>): Promise<string> {
  const path = `${join(dir, "bin")}:${process.env.PATH}`;
  const options = ["--noprofile", "--norc", "-eo", "pipefail"];
  return run("bash", [...options, "-c", scriptOf(step)], { cwd: dir, env: { ...env, PATH: path } });
}

/** The script of a step. */
function scriptOf(step: string): string {
  const [, rest = ""] = workflow.split(`- name: ${step}\n`);
  const [, script = ""] = rest.split(/^ {8}run: \|\n/m);
  const lines = script.split("\n");
  const end = lines.findIndex((line) => line !== "" && !line.startsWith(" ".repeat(10)));
  return lines
    .slice(0, end === -1 ? undefined : end)
    .map((line) => line.slice(10))
    .join("\n");
}
