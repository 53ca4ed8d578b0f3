import { expect, test } from "vitest";
import { type Locked, lockedPackages } from "./lock";

/**
 * Each package of OpenTelemetry that one folder of packages has in more versions than one: they would be parts of different
 * releases, which know nothing of each other. Pulumi's SDK and the service each have a line of their own, and never meet.
 */
function mixed(packages: ReadonlyMap<string, Locked>): string[] {
  const found = new Map<string, Set<string>>();
  for (const [path, { version = "" }] of packages) {
    const [, folder = "", name] = /^(.*?)node_modules\/(?:.*\/)?(@opentelemetry\/[^/]+)$/.exec(path) ?? [];
    if (name === undefined) continue;
    const place = `${name} in ${folder}node_modules`;
    found.set(place, (found.get(place) ?? new Set()).add(version));
  }
  return [...found].flatMap(([place, versions]) =>
    versions.size > 1
      ? `${place}: ${[...versions].join(" and ")}. Choose versions of one release: the service's in service/package.json, Pulumi's under overrides`
      : [],
  );
}

test("OpenTelemetry - the service has one release of it, and Pulumi's SDK has one", () => {
  expect(mixed(lockedPackages())).toEqual([]);
});

test("OpenTelemetry - two releases in one folder are found", () => {
  const packages = new Map([
    ["node_modules/@opentelemetry/core", { version: "2.9.0" }],
    ["service/node_modules/@opentelemetry/core", { version: "3.1.0" }],
    ["node_modules/@opentelemetry/api", { version: "1.9.1" }],
    ["node_modules/@opentelemetry/resources/node_modules/@opentelemetry/core", { version: "2.12.1" }],
  ]);
  expect(mixed(packages)).toEqual([
    expect.stringContaining("@opentelemetry/core in node_modules: 2.9.0 and 2.12.1"),
  ]);
});
