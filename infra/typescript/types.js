const { createHash } = require("node:crypto");
const { readdirSync, readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const { keep, kept } = require("./cache.js");

/** What a program's types follow from: its sources, the compiler's settings, and what is installed. */
const sources = ["infra", "stream-config"];
const settings = ["tsconfig.json", "package.json", "node_modules/.package-lock.json"];

/**
 * Throws what TypeScript finds in a project's program. One that has passed is not checked again until something of it
 * changes. PULUMI_NODEJS_TRANSPILE_ONLY=true leaves the check out, as with every Pulumi program.
 * @param {string} projectDir
 * @param {string} main
 */
function demandTypes(projectDir, main) {
  if (process.env.PULUMI_NODEJS_TRANSPILE_ONLY === "true") return;
  const name = passedName(projectDir, main);
  if (name !== undefined && kept(name) !== undefined) return;
  const { problems, files } = check(projectDir, main);
  if (problems !== "") throw new Error(`The program's types are wrong:\n${problems}`);
  // What was saved meanwhile may be what was checked.
  const isSame = name === passedName(projectDir, main);
  if (name !== undefined && isSame && files.every(isKnown)) keep(name, "");
}

/**
 * The name under which it is kept that a program has passed; undefined where nobody can tell what is installed.
 * @param {string} projectDir
 * @param {string} main
 */
function passedName(projectDir, main) {
  const hash = createHash("sha256").update(main);
  try {
    for (const path of [...sources.flatMap((dir) => filesIn(projectDir, dir)), ...settings]) {
      hash.update(JSON.stringify([path, readFileSync(join(projectDir, path), "utf8")]));
    }
  } catch {
    return undefined;
  }
  return `types/${hash.digest("hex")}`;
}

/**
 * @param {string} projectDir
 * @param {string} dir
 * @returns {string[]}
 */
function filesIn(projectDir, dir) {
  const entries = readdirSync(join(projectDir, dir), { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== "node_modules")
    .flatMap((entry) => {
      const path = join(dir, entry.name);
      return entry.isDirectory() ? filesIn(projectDir, path) : [path];
    })
    .sort();
}

/**
 * What TypeScript finds, as it prints it, and the program's files, relative to the project.
 * @param {string} projectDir
 * @param {string} main
 */
function check(projectDir, main) {
  /** @type {import("typescript")} */
  const ts = require("typescript");
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(join(projectDir, "tsconfig.json"), {}, host);
  const program = ts.createProgram([join(projectDir, main)], {
    ...config?.options,
    noEmit: true,
    incremental: false,
  });
  const names = {
    getCanonicalFileName: String,
    getCurrentDirectory: () => projectDir,
    getNewLine: () => "\n",
  };
  return {
    problems: ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), names),
    files: program.getSourceFiles().map(({ fileName }) => relative(projectDir, fileName)),
  };
}

/**
 * Whether a change of the file would be noticed.
 * @param {string} path
 */
function isKnown(path) {
  const [folder = "", ...rest] = path.split(sep);
  return (
    sources.includes(folder) ||
    settings.includes(path) ||
    rest.includes("node_modules") ||
    folder === "node_modules"
  );
}

module.exports = { demandTypes };
