import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ConnectionOptions, connect, type NatsConnection, nkeyAuthenticator } from "nats";
import { createUser } from "nkeys.js";
import { onTestFinished } from "vitest";
import { type Contract, connectionSettings, renderServer, type UserDefinition } from "../../../stream-config";
import { freePort, listens } from "../../../tools/local/ports";
import { startServer } from "../../../tools/local/process";
import { toolchainBinDir } from "../../../tools/paths";
import { type OnFinished, temporaryDir } from "../../support/servers";

/** A nats-server with the accounts of any contract, the shipped one or a test's own. */
export interface ContractServer {
  /** A connection as this user of the contract, with its own inbox prefix; closed after the test. */
  readonly connectAs: (user: UserDefinition, options?: ConnectionOptions) => Promise<NatsConnection>;
}

/** What a test adds to the contract's rendering. */
export interface ServerExtras {
  readonly onFinished?: OnFinished;
  /** More lines of configuration, e.g. feature flags. */
  readonly settings?: string;
}

/** Starts a nats-server that runs the contract, with new keys for its users. Nothing is declared on it yet. */
export async function startContractServer(
  { users }: Pick<Contract, "users">,
  { onFinished = onTestFinished, settings = "" }: ServerExtras = {},
): Promise<ContractServer> {
  const dir = temporaryDir(onFinished);
  const port = await freePort();
  const keys = new Map(users.map(({ name }) => [name, createUser()]));
  const publicKeys = Object.fromEntries([...keys].map(([name, key]) => [name, key.getPublicKey()]));
  const config = renderContract({ users }, { dir, port, publicKeys });
  const file = join(dir, "nats.conf");
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, `${settings}\n${config}`);
  const server = await startServer({
    command: join(toolchainBinDir, "nats-server"),
    args: ["-c", file],
    log: join(dir, "nats.log"),
    url: `nats://127.0.0.1:${port}`,
    ready: () => listens(port),
  });
  onFinished(() => server.stop("SIGKILL"));
  return {
    connectAs: async (user, options) => {
      const { name, inboxPrefix } = connectionSettings(user);
      const authenticator = nkeyAuthenticator(keys.get(name)!.getSeed());
      const connection = await connect({ servers: server.url, name, inboxPrefix, authenticator, ...options });
      onFinished(() => connection.close());
      return connection;
    },
  };
}

/** The whole configuration of a server on loopback that runs the contract. */
export function renderContract(
  { users }: Pick<Contract, "users">,
  { dir, port, publicKeys }: { dir: string; port: number; publicKeys: Readonly<Record<string, string>> },
): string {
  const listen = `127.0.0.1:${port}`;
  const storeDir = join(dir, "data");
  return renderServer(
    { name: "test", listen, monitor: "127.0.0.1:-1", storeDir, sync: "2m", publicKeys },
    users,
  );
}
