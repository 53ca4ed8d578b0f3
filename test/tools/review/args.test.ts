import { expect, test } from "vitest";
import { help, readArgs } from "../../../tools/review/args";

test("arguments - compares with the default base as text unless told otherwise", () => {
  expect(readArgs([])).toEqual({ base: undefined, format: "text", failOn: "risky", help: false });
  expect(readArgs(["--base", "v1", "--format=json", "--fail-on", "never"])).toEqual({
    base: "v1",
    format: "json",
    failOn: "never",
    help: false,
  });
});

test.each([
  [["--base="], "--base is empty"],
  [["--base", "--format"], "'--base'"],
  [["--format", "xml"], '--format "xml" is not known'],
  [["--fail-on", "always"], '--fail-on "always" is not known'],
  [["--bas", "x"], "'--bas'"],
  [["main"], "'main'"],
])("arguments - %j is refused, quoting it", (args, problem) => {
  expect(() => readArgs(args)).toThrow(expect.objectContaining({ name: "UserError" }));
  expect(() => readArgs(args)).toThrow(problem);
});

test("arguments - help tells options and exit status", () => {
  for (const part of ["--base", "--format", "--fail-on", "Exit status"]) expect(help).toContain(part);
});
