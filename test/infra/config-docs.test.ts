import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configKeys } from "../../infra/config/schema";
import { rules } from "../../infra/provider/stack/rules";

const rows = readFileSync(join(__dirname, "../../docs/configuration.md"), "utf8").matchAll(
  /^\| `([^`]+)` +\| `?([^`|]+?)`? +\|/gm,
);
const documented = new Map([...rows].map(([, key = "", value = ""]) => [key, value]));

test("docs/configuration.md - names every key and no other", () => {
  expect([...documented.keys()].sort()).toEqual(
    configKeys()
      .map(({ key }) => key)
      .sort(),
  );
});

test.each(configKeys().filter(({ fallback }) => fallback !== undefined))(
  "docs/configuration.md - says the default of $key",
  ({ key, fallback }) => {
    expect(documented.get(key)).toBe(typeof fallback === "string" ? fallback : JSON.stringify(fallback));
  },
);

const refusals = readFileSync(join(__dirname, "../../docs/operations.md"), "utf8")
  .split("### What is refused")[1]!
  .split("\n## ")[0]!;

test.each(Object.keys(rules))("docs/operations.md - says what to do instead of changing %s", (key) => {
  expect(refusals).toContain(`\`${key}\``);
});
