// Has Node.js load TypeScript: `node --require ./infra/typescript/register.js file.ts`. A source is compiled once for each
// of its contents; packages are loaded as always. Types are not checked here.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { cacheDir } = require("./cache.js");
const { demandNode } = require("./node-version.js");

demandNode();
const { compile } = withPackages(() => require("./compile.js"));

/**
 * Without packages nothing can run, and a stack says no more than this.
 * @template Loaded
 * @param {() => Loaded} load
 */
function withPackages(load) {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")) throw error;
    process.stderr.write("error: packages are not installed\n  Run `npm ci` in the checkout.\n");
    return process.exit(2);
  }
}

/**
 * What Node.js has for this purpose and its types leave out.
 * @typedef {{ _compile(code: string, file: string): void }} Compiling
 * @typedef {{ _resolveFilename(request: string, ...others: unknown[]): string }} Resolving
 */

require.extensions[".ts"] = (/** @type {NodeModule} */ module, /** @type {string} */ file) => {
  const compiling = /** @type {Compiling} */ (/** @type {unknown} */ (module));
  compiling._compile(compile(file, readFileSync(file, "utf8")), file);
};

const resolving = /** @type {Resolving} */ (/** @type {unknown} */ (Module));
const resolve = resolving._resolveFilename;

// A dynamic import names the compiled file: "./replays.js" is replays.ts.
resolving._resolveFilename = (/** @type {string} */ request, /** @type {unknown[]} */ ...others) => {
  try {
    return resolve(request, ...others);
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
    return resolve(request.replace(/js$/, "ts"), ...others);
  }
};

// Node.js keeps V8's code by content, and does without where it can't write.
if (cacheDir !== undefined) Module.enableCompileCache(join(cacheDir, "node"));
process.setSourceMapsEnabled(true);
