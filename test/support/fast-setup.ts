import { ensurePackages } from "../../tools/lib/packages";
import { ensureTools } from "../../tools/toolchain";

/** Gets the servers that the fast tests run against. */
export default async function setUp(): Promise<void> {
  await ensurePackages(["redis-server", "buildah", "mmdebstrap", "docker-registry"], console.log);
  await ensureTools(["nats-server"], console.log);
}
