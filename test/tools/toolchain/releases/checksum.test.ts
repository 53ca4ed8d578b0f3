import { expect, test } from "vitest";
import { checksumOf } from "../../../../tools/toolchain/releases/checksum";

const [one, other] = ["1a".repeat(32), "2b".repeat(32)];

test.each<[string, string, string | undefined]>([
  ["one checksum", `${one}\n`, one],
  ["one checksum in capitals", one.toUpperCase(), one],
  ["a line with its name", `${one}  tool.tar.gz\n`, one],
  ["a line of a file read as it is", `${one} *tool.tar.gz`, one],
  ["a line with a path", `${one}  ./tool.tar.gz`, one],
  ["a list", `${other}  other.tar.gz\n${one}  tool.tar.gz\n`, one],
  ["a line with another name", `${other}  tool.tar.gz.sig`, undefined],
  ["a list without the name", `${other}  other.tar.gz\n${other}  old-tool.tar.gz`, undefined],
  ["a checksum of another kind", `${"1a".repeat(20)}  tool.tar.gz`, undefined],
  ["a page", "<html>Sign in</html>", undefined],
  ["nothing", "", undefined],
])("checksum of a release file - %s", (_, published, expected) => {
  expect(checksumOf("tool.tar.gz", published)).toBe(expected);
});
