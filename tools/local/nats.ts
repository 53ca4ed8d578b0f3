import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderServer, renderUsers, type ServerSettings, type TlsFiles, users } from "../../stream-config";
import { toolchainBinDir } from "../lib/paths";
import { type LocalServer, startServer } from "./process";

/** A nats-server on loopback. `dir` holds its configuration, data and log. */
export interface LocalNats {
  readonly dir: string;
  readonly port: number;
  readonly monitorPort: number;
  readonly publicKeys: Readonly<Record<string, string>>;
  readonly tls?: TlsFiles;
  /** When messages are written through to the disk: "always" (the default) before each ack. */
  readonly sync?: ServerSettings["sync"];
}

/** Starts one nats-server with the contract's accounts and JetStream; resolves when its health check passes. */
export function startNats(nats: LocalNats): Promise<LocalServer> {
  const { dir, port, monitorPort, publicKeys, tls, sync = "always" } = nats;
  mkdirSync(dir, { recursive: true });
  const settings = {
    name: "local",
    listen: `127.0.0.1:${port}`,
    monitor: `127.0.0.1:${monitorPort}`,
    storeDir: join(dir, "data"),
    sync,
    usersFile: "accounts.conf",
    ...(tls && { tls }),
  };
  const config = join(dir, "nats.conf");
  writeFileSync(config, renderServer(settings));
  writeFileSync(join(dir, settings.usersFile), renderUsers(users, publicKeys));
  return startServer({
    command: join(toolchainBinDir, "nats-server"),
    args: ["-c", config],
    log: join(dir, "nats.log"),
    url: `${tls ? "tls" : "nats"}://127.0.0.1:${port}`,
    ready: () => isHealthy(monitorPort),
  });
}

async function isHealthy(monitorPort: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${monitorPort}/healthz`)).ok;
  } catch {
    return false;
  }
}
