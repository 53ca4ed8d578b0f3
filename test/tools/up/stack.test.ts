import { expect, test } from "vitest";
import { changedAnything } from "../../../tools/up/stack";

const outputs = 'Outputs:\n    note: "3 created"\n';

test.each([
  ["    55 unchanged\n", false],
  ["    + 55 created\n", true],
  ["    ~ 1 updated\n    54 unchanged\n", true],
  ["    +-1 replaced\n    54 unchanged\n", true],
  ["    - 2 deleted\n    53 unchanged\n", true],
])("pulumi up - a summary of %j counts as changed: %s", (lines, changed) => {
  expect(changedAnything(`${outputs}\nResources:\n${lines}\nDuration: 9s\n`)).toBe(changed);
});
