const { createHash } = require("node:crypto");
const { basename } = require("node:path");
const { version } = require("esbuild/package.json");
const { keep, kept } = require("./cache.js");
const { oldestNode } = require("./node-version.js");

/** @satisfies {import("esbuild").TransformOptions} */
const options = {
  loader: "ts",
  platform: "node",
  format: "cjs",
  target: `node${oldestNode}`,
  // Node.js would look for the compiled file of a source.
  supported: { "dynamic-import": false },
  sourcemap: "inline",
  sourcesContent: false,
};

/**
 * The JavaScript of a TypeScript source. It is kept under a digest of all that it follows from, so it is never that of
 * another source. Throws SyntaxError with the file and line of what is no TypeScript.
 * @param {string} file
 * @param {string} source
 */
function compile(file, source) {
  const sourcefile = basename(file);
  const input = JSON.stringify([version, options, sourcefile, source]);
  const name = `typescript/${createHash("sha256").update(input).digest("hex")}.js`;
  const before = kept(name);
  if (before !== undefined && isWhole(before)) return before;
  /** @type {import("esbuild")} */
  const { transformSync } = require("esbuild");
  const code = transform(() => transformSync(source, { ...options, sourcefile }).code, file);
  keep(name, code);
  return code;
}

/**
 * @param {() => string} compiled
 * @param {string} file
 */
function transform(compiled, file) {
  try {
    return compiled();
  } catch (error) {
    const [first] = /** @type {import("esbuild").TransformFailure} */ (error).errors ?? [];
    if (first === undefined) throw error;
    const { line = 1, column = 0 } = first.location ?? {};
    throw new SyntaxError(`${file}:${line}:${column}: ERROR: ${first.text}`);
  }
}

/**
 * A machine that has lost its power may have kept a name without its text.
 * @param {string} code
 */
function isWhole(code) {
  return /\n\/\/# sourceMappingURL=\S+\n$/.test(code.slice(code.lastIndexOf("\n//")));
}

module.exports = { compile };
