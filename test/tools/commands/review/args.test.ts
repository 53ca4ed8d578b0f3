import { expect, test } from "vitest";
import { help, readArgs } from "../../../../tools/commands/review/args";

test("arguments - compares with the default base as text unless told otherwise", () => {
  expect(readArgs([])).toEqual({
    against: { kind: "revision" },
    format: "text",
    failOn: "risky",
    types: false,
    help: false,
  });
  expect(readArgs(["--base", "v1", "--format=json", "--types", "--fail-on", "never"])).toEqual({
    against: { kind: "revision", base: "v1" },
    format: "json",
    failOn: "never",
    types: true,
    help: false,
  });
});

test("arguments - names running servers by the stack or by their URL", () => {
  expect(readArgs(["--live"]).against).toEqual({ kind: "stack" });
  const at = ["--server", "tls://nats.example.com:4222", "--seed-file", "seed", "--ca", "ca.crt"];
  expect(readArgs(at).against).toEqual({
    kind: "url",
    url: "tls://nats.example.com:4222",
    seedFile: "seed",
    caFile: "ca.crt",
  });
});

test.each([
  [["--live", "--base", "v1"], "--base, --live and --server exclude each other"],
  [["--server", "http://x", "--seed-file", "s"], '--server "http://x" is no URL'],
  [["--server", "nats://x"], "--server needs --seed-file"],
  [["--live", "--seed-file", "s"], "--seed-file and --ca go with --server"],
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
