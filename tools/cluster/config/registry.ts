import { address, dirs, endpoints } from "../layout";

/** Configuration of the image registry (distribution 2). Its storage outlives the cluster; nothing can be deleted. */
export function renderRegistry(): string {
  const config = {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: dirs.registry },
      delete: { enabled: false },
      maintenance: { uploadpurging: { enabled: true, age: "24h", interval: "24h", dryrun: false } },
    },
    http: { addr: address(endpoints.registry) },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
