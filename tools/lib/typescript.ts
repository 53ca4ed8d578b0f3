import { join } from "node:path";
import { projectDir } from "./paths";

/** Arguments that make Node.js load TypeScript, for processes of our own. */
export const typeScript: readonly string[] = ["--require", join(projectDir, "infra/typescript/register.js")];
