import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderAccounts, users } from "../stream-config";
import { projectDir } from "./paths";

/** Files that follow from the contract, by path in the checkout. A test fails when a committed one is stale. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  "stream-config/rendered/accounts.conf": () => renderAccounts(users),
};

if (require.main === module) {
  for (const [path, render] of Object.entries(generatedFiles))
    writeFileSync(join(projectDir, path), render());
}
