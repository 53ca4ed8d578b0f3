import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configKeys } from "../../infra/config";

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
