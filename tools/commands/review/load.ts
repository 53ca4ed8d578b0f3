import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clientsDir } from "../../../stream-config/render/files";
import { type ContractExports, snapshot } from "../../../stream-config/review/snapshot";
import { explainLoading } from "./explain";

/**
 * A process of its own for a contract that is not part of this program: prints the contract in the given folder as JSON,
 * or why it can't be read. A second folder has the contract that it will be compared with.
 */
const checkout = process.argv[2] ?? "";
try {
  const [dir = "", base] = process.argv.slice(2).map((checkout) => join(checkout, "stream-config"));
  const exports: ContractExports = require(dir);
  // A contract that prints something has done so before: this is the last line.
  process.stdout.write("\n");
  process.stdout.write(
    JSON.stringify({
      ...snapshot(exports, base === undefined ? base : exportsOf(base)),
      committed: committedFiles(join(dir, "rendered")),
    }),
  );
} catch (error) {
  process.stderr.write(explainLoading(error, checkout));
  process.exitCode = 1;
}

/** What can't be loaded is told by who loads it for itself. */
function exportsOf(dir: string): ContractExports | undefined {
  try {
    return require(dir);
  } catch {
    return undefined;
  }
}

/** What of users' rights is committed, by path; undefined where nothing is rendered. */
function committedFiles(dir: string): Record<string, string> | undefined {
  if (!existsSync(dir)) return undefined;
  const clients = join(dir, clientsDir);
  const paths = existsSync(clients) ? readdirSync(clients).map((file) => `${clientsDir}/${file}`) : [];
  const files = ["accounts.conf", ...paths].filter((path) => existsSync(join(dir, path)));
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(dir, path), "utf8")]));
}
