import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { scripts } from "../../package.json";
import { projectDir } from "../../tools/lib/paths";

const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: projectDir, encoding: "utf8" })
  .trim()
  .split("\n");
const read = (path: string) => readFileSync(join(projectDir, path), "utf8");

/** What headings are called in links, as GitHub does it. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Links of a document into the checkout, as they are written. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function isThere(document: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : join(dirname(document), path);
  if (!existsSync(join(projectDir, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

test.each(documents)("%s - every link into the checkout leads somewhere", (document) => {
  const broken = linksOf(read(document)).filter((link) => !isThere(document, link));
  expect(broken).toEqual([]);
});

const targets = [...read("Makefile").matchAll(/^([a-z]+):/gm)].map(([, name]) => name);

/** What a document says to run: `name` begins a line of code, behind assignments at most. */
function commandsOf(text: string, name: string): string[] {
  const code = [...text.matchAll(/^```\w*\n(.*?)^```$|`([^`\n]+)`/gms)].map(
    ([, block, inline]) => block ?? inline,
  );
  const command = new RegExp(`^(?:eval "\\$\\()?(?:\\w+=\\S* )*${name} (?:-s |--silent )?([a-z:]+)`, "gm");
  return [...code.join("\n").matchAll(command)].map(([, what = ""]) => what);
}

test.each(documents)("%s - every make target and npm script that it names exists", (document) => {
  const text = read(document);
  expect(targets).toEqual(expect.arrayContaining(commandsOf(text, "make")));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(commandsOf(text, "npm run")));
});

test("documents - commands are found in lines and in blocks, and prose has none", () => {
  const text = "`make up`, `make sure`\n\n```\nBASE=HEAD~1 make review\nthat make a\n```\n\nWe make tea.";
  expect(commandsOf(text, "make")).toEqual(["up", "sure", "review"]);
});
