import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../../tools/lib/paths";
import { typeScript } from "../../../tools/lib/typescript";
import { temporaryDir } from "../../support/servers";
import { runNode } from "./node";

/** A program of these files, and how to run its `main.ts` with a cache. */
function program(files: Readonly<Record<string, string>>) {
  const dir = temporaryDir();
  const save = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  for (const [file, text] of Object.entries(files)) save(file, text);
  return { save, run: (cache: string) => runNode(cache, [...typeScript, join(dir, "main.ts")]) };
}

const compiledIn = (cache: string) => readdirSync(join(cache, "auth-stack/typescript"));

test("register - types are left out, imports work with and without a cache that has them", () => {
  const cache = temporaryDir();
  const { run } = program({
    "main.ts": `import { sum } from "./lib"; const two: number = sum(1, 1); console.log(two);`,
    "lib/index.ts": "export function sum(one: number, other: number): number { return one + other; }",
  });
  expect(run(cache)).toEqual({ status: 0, output: "2", errors: "" });
  expect(compiledIn(cache)).toHaveLength(2);
  expect(run(cache)).toEqual({ status: 0, output: "2", errors: "" });
});

test("register - a dynamic import names the compiled file, and brings a package that is an ES module", () => {
  const { run } = program({
    "main.ts": `import("./late.js").then(({ late }) => console.log(late));`,
    "late.ts": `import { Type } from ${JSON.stringify(require.resolve("typebox"))}; export const late: string = Type.String().type;`,
  });
  expect(run(temporaryDir())).toEqual({ status: 0, output: "string", errors: "" });
});

test("register - a source that has changed is compiled anew, one that is as before is not", () => {
  const cache = temporaryDir();
  const { save, run } = program({ "main.ts": "console.log(1 as number);" });
  run(cache);
  save("main.ts", "console.log(2 as number);");
  expect(run(cache).output).toBe("2");
  expect(compiledIn(cache)).toHaveLength(2);
  save("main.ts", "console.log(1 as number);");
  expect(run(cache).output).toBe("1");
  expect(compiledIn(cache)).toHaveLength(2);
});

test("register - what the disk lost of the cache is made again", () => {
  const cache = temporaryDir();
  const { run } = program({ "main.ts": "console.log(1 as number);" });
  run(cache);
  for (const damaged of ["", "console.log(3);", "console.log(3);\n//# sourceMappingURL=data:"]) {
    const [name = ""] = compiledIn(cache);
    writeFileSync(join(cache, "auth-stack/typescript", name), damaged);
    expect(run(cache)).toEqual({ status: 0, output: "1", errors: "" });
  }
});

test("register - where no cache can be, everything works without", () => {
  const file = join(temporaryDir(), "file");
  writeFileSync(file, "");
  const { run } = program({ "main.ts": "console.log(1 as number);" });
  expect(run(file)).toEqual({ status: 0, output: "1", errors: "" });
});

test("register - an error names the line of the source", () => {
  const { run } = program({
    "main.ts": "interface A {\n  a: string;\n}\n\nthrow new Error('late' as string);",
  });
  const { status, errors } = run(temporaryDir());
  expect(status).toBe(1);
  expect(errors).toContain("main.ts:5:7");
});

test("register - what is no TypeScript is told with its place", () => {
  const { run } = program({ "main.ts": "const one = 1;\nconst = 2;" });
  expect(run(temporaryDir()).errors).toContain("main.ts:2:6: ERROR");
});

test("register - where no packages are installed that is a sentence, and no stack", () => {
  const dir = temporaryDir();
  cpSync(join(projectDir, "infra/typescript"), join(dir, "infra/typescript"), { recursive: true });
  cpSync(join(projectDir, "package.json"), join(dir, "package.json"));
  const main = join(dir, "main.ts");
  writeFileSync(main, "");
  const args = ["--require", join(dir, "infra/typescript/register.js"), main];
  const { status, errors } = runNode(temporaryDir(), args);
  expect(status).toBe(2);
  expect(errors).toBe("error: packages are not installed\n  Run `npm ci` in the checkout.\n");
});

test("register - a Node.js that is too old is told", () => {
  const dir = temporaryDir();
  const older = join(dir, "older.js");
  writeFileSync(
    older,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.9.0" } });`,
  );
  const { status, errors } = runNode(dir, ["--require", older, ...typeScript, "--eval", ""]);
  expect(status).toBe(1);
  expect(errors).toMatch(
    /Error: Node\.js \d+\.\d+ or later is needed; this is 22\.9\.0\. Put a newer one first on PATH/,
  );
});
