import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../../infra/policy/rules";

const text = readFileSync(join(__dirname, "../../../docs/policies.md"), "utf8");
const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)].map(([, name, description]) => ({
  name,
  description,
}));

test("docs/policies.md - names every rule in its own words, and no other", () => {
  expect(rows).toEqual(rules.map(({ name, description }) => ({ name, description })));
});
