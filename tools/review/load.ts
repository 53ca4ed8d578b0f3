import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ContractExports, snapshot } from "../../stream-config/review/snapshot";

/**
 * A process of its own for a contract that is not part of this program: prints the contract in the given folder as JSON,
 * or why it can't be read.
 */
try {
  const dir = join(process.argv[2] ?? "", "stream-config");
  const exports: ContractExports = require(dir);
  process.stdout.write(JSON.stringify({ ...snapshot(exports), committedAccounts: committedAccounts(dir) }));
} catch (error) {
  process.stderr.write(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  process.exitCode = 1;
}

function committedAccounts(dir: string): string | undefined {
  const file = join(dir, "rendered/accounts.conf");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
