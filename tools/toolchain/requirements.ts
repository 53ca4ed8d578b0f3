import { UserError } from "../lib/errors";
import { ensurePackages, missingPackages, type PackageName } from "../lib/packages";
import type { Report } from "../lib/steps";
import { ensureTools, missingTools, type ToolName } from ".";

/** What something runs that no npm package has. */
export interface Requirements {
  readonly tools: readonly ToolName[];
  readonly packages: readonly PackageName[];
}

/** The servers that the service needs, as `make dev` and most tests run them. */
export const servers: Requirements = { tools: ["nats-server"], packages: ["redis-server"] };

/** What the tests of images build them with. */
export const imageBuilding: Requirements = { tools: [], packages: ["buildah", "docker-registry"] };

/** Gets and installs what is missing. Throws UserError. */
export async function install({ tools, packages }: Requirements, report: Report): Promise<void> {
  await ensureTools(tools, report);
  await ensurePackages(packages, report);
}

/** Installs nothing: throws UserError that names what is missing and says how to get it. */
export async function demand({ tools, packages }: Requirements): Promise<void> {
  const missing = [...(await missingTools(tools)), ...missingPackages(packages)];
  if (missing.length === 0) return ensureLinks(tools);
  throw new UserError(
    `missing on this machine: ${missing.join(", ")}`,
    "Run `make setup`: it gets nats-server, and as root it installs packages.",
  );
}

/** The newest may have been got for another checkout. */
async function ensureLinks(tools: readonly ToolName[]): Promise<void> {
  await ensureTools(tools, () => undefined);
}
