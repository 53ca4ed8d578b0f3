import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { projectDir } from "../../../tools/lib/paths";
import { temporaryDir } from "../../support/servers";
import { runNode } from "./node";

// The compiler takes long to load on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const types = join(projectDir, "infra/typescript/types.js");

/** A project whose infra/index.ts imports a number, and how to check it with a cache. */
function project(lock = "{}") {
  const dir = temporaryDir();
  for (const folder of ["infra", "stream-config", "node_modules"]) mkdirSync(join(dir, folder));
  const save = (file: string, text: string) => writeFileSync(join(dir, file), text);
  save("tsconfig.json", '{ "compilerOptions": { "strict": true, "lib": ["es2023"], "types": [] } }');
  save("package.json", "{}");
  save("node_modules/.package-lock.json", lock);
  save("stream-config/index.ts", "export const days = 7;");
  save("infra/index.ts", 'import { days } from "../stream-config"; export const maxDays: number = days;');
  const script = `require(${JSON.stringify(types)}).demandTypes(${JSON.stringify(dir)}, "infra/index.ts");
    console.log(Object.keys(require.cache).some((file) => file.endsWith("typescript.js")) ? "checked" : "remembered");`;
  const check = (cache: string, env = {}) => runNode(cache, ["-e", script], env);
  return { save, check };
}

test("types - a program is checked once for each of its contents", () => {
  const cache = temporaryDir();
  const { save, check } = project();
  expect(check(cache)).toMatchObject({ status: 0, output: "checked" });
  expect(check(cache)).toMatchObject({ status: 0, output: "remembered" });
  save("stream-config/index.ts", "export const days = 8;");
  expect(check(cache)).toMatchObject({ status: 0, output: "checked" });
});

test("types - a wrong type stops the program, with its place, each time", () => {
  const cache = temporaryDir();
  const { save, check } = project();
  check(cache);
  save("stream-config/index.ts", 'export const days = "7d";');
  for (const _ of [1, 2]) {
    const { status, errors } = check(cache);
    expect(status).toBe(1);
    expect(errors).toContain("infra/index.ts(1,55): error TS2322");
  }
});

test("types - other packages are another program", () => {
  const cache = temporaryDir();
  const { save, check } = project();
  check(cache);
  save("node_modules/.package-lock.json", '{ "packages": {} }');
  expect(check(cache).output).toBe("checked");
});

test("types - a program with sources elsewhere is checked each time", () => {
  const cache = temporaryDir();
  const { save, check } = project();
  save("elsewhere.ts", "export const days = 7;");
  save("infra/index.ts", 'export { days } from "../elsewhere";');
  expect(check(cache).output).toBe("checked");
  expect(check(cache).output).toBe("checked");
});

test("types - PULUMI_NODEJS_TRANSPILE_ONLY leaves the check out", () => {
  const env = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  expect(project().check(temporaryDir(), env).output).toBe("remembered");
});
