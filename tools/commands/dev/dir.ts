import { join } from "node:path";
import { stateDir } from "../../lib/paths";

/** Keys and data of `make dev`, the same at every start. */
export const devDir = join(stateDir, "dev");
