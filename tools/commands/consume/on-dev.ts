import { existsSync } from "node:fs";
import { UserError } from "../../lib/errors";
import { listens } from "../../local/ports";
import { devDir } from "../dev/dir";
import { readPorts } from "../dev/ports";
import { secretFiles } from "../dev/secrets";
import type { Way } from "./way";

/** The way to the NATS of `make dev`, which has the seeds in files already. Throws UserError when it does not run. */
export async function wayToDev(user: string, env: NodeJS.ProcessEnv): Promise<Way> {
  const { NATS_PORT: port } = readPorts(env);
  const seedFile = secretFiles(devDir).seed(user);
  if (!(await listens(port))) {
    throw new UserError(
      `No NATS of \`make dev\` listens on port ${port}`,
      "Run `make dev` in another terminal first.",
    );
  }
  if (!existsSync(seedFile)) {
    throw new UserError(
      `\`make dev\` has no key of ${user}`,
      "Stop it and start it again: then it takes over the users and consumers that were added.",
    );
  }
  return { env: { NATS_URL: `nats://127.0.0.1:${port}`, NATS_SEED_FILE: seedFile }, close: () => undefined };
}
