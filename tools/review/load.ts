import { join } from "node:path";
import { type ContractExports, snapshot } from "../../stream-config/review/snapshot";

/**
 * A process of its own for a contract that is not part of this program: prints the contract in the given folder as JSON,
 * or why it can't be read.
 */
try {
  const exports: ContractExports = require(join(process.argv[2] ?? "", "stream-config"));
  process.stdout.write(JSON.stringify(snapshot(exports)));
} catch (error) {
  process.stderr.write(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  process.exitCode = 1;
}
