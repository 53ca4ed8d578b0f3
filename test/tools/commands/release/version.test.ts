import { expect, test } from "vitest";
import { demandNext } from "../../../../tools/commands/release/version";

test.each([
  ["0.1.0", "0.1.0", []],
  ["0.2.0", "0.1.0", ["0.1.0"]],
  ["0.10.0", "0.9.0", ["0.9.0", "0.1.0"]],
  ["1.0.0", "0.10.3", ["0.10.3"]],
])("release - %s can come after %s, of which %j were released", (version, current, released) => {
  demandNext(version, current, released);
});

test.each([
  ["v0.2.0", "0.1.0", [], '"v0.2.0" is no version'],
  ["0.2", "0.1.0", [], '"0.2" is no version'],
  ["0.02.0", "0.1.0", [], '"0.02.0" is no version'],
  ["0.2.0-rc.1", "0.1.0", [], '"0.2.0-rc.1" is no version'],
  ["0.1.0", "0.1.0", ["0.1.0"], "0.1.0 was released already"],
  ["0.9.0", "0.10.0", ["0.10.0", "0.9.1"], "0.10.0 was released already"],
  ["0.1.0", "0.2.0", [], "0.1.0 is lower than 0.2.0 in package.json"],
])("release - %s after %s, of which %j were released, is refused", (version, current, released, why) => {
  expect(() => demandNext(version, current, released)).toThrow(why);
});
