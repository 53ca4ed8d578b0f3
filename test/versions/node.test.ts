import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { major, minVersion, Range, satisfies, sort } from "semver";
import { expect, test } from "vitest";
import { devDependencies, engines, workspaces } from "../../package.json";
import { projectDir } from "../../tools/lib/paths";
import { lockedPackages } from "./lock";

const read = (path: string) => readFileSync(join(projectDir, path), "utf8");
const oldest = engines.node.replace(">=", "");

/** The lowest version in all of these ranges. */
function lowestIn(ranges: readonly string[]): string | undefined {
  const bounds = ranges.flatMap((range) =>
    new Range(range).set.flatMap((part) => minVersion(part.join(" "))?.version ?? []),
  );
  return sort([...new Set(bounds)]).find((version) => ranges.every((range) => satisfies(version, range)));
}

test("Node.js - engines are the oldest that all packages run on", () => {
  const ranges = [...lockedPackages().values()].flatMap(({ engines }) =>
    engines !== undefined && "node" in engines ? engines.node : [],
  );
  expect(ranges.length).toBeGreaterThan(100);
  expect(lowestIn(ranges)).toBe(minVersion(engines.node)?.version);
});

test("Node.js - every package of the project and every text says the same", () => {
  for (const workspace of workspaces) {
    expect(JSON.parse(read(`${workspace}/package.json`)).engines).toEqual(engines);
  }
  for (const path of ["README.md", "CONTRIBUTING.md", "Makefile", "service/consumer/README.md"]) {
    const named = [...read(path).matchAll(/Node\.js (\d+\.\d+) or later/g)].map(([, version]) => version);
    expect([path, ...named]).toEqual([path, oldest]);
  }
});

test("Node.js - workflows and types are of the line that is installed", () => {
  const line = major(devDependencies.node);
  expect(major(devDependencies["@types/node"])).toBe(line);
  const dir = ".github/workflows";
  const versions = readdirSync(join(projectDir, dir)).flatMap((name) =>
    [...read(`${dir}/${name}`).matchAll(/node-version: (.*)/g)].map(([, version]) => version),
  );
  expect(new Set(versions)).toEqual(new Set([String(line)]));
});
