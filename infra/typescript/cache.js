const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { homedir } = require("node:os");
const { dirname, join } = require("node:path");

/** Folder of what can be made again at any time, undefined where nobody has a home. */
const cacheDir = findCacheDir();

function findCacheDir() {
  try {
    return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "auth-stack");
  } catch {
    return undefined;
  }
}

/**
 * What is kept under a name, or undefined. Where nothing can be read, nothing is kept.
 * @param {string} name
 */
function kept(name) {
  try {
    return readFileSync(join(cacheDir ?? "", name), "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Keeps a text under a name, whole or not at all. Where nothing can be written, it is made again next time.
 * @param {string} name
 * @param {string} text
 */
function keep(name, text) {
  if (cacheDir === undefined) return;
  const path = join(cacheDir, name);
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch {}
}

module.exports = { cacheDir, kept, keep };
