import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createUser } from "@nats-io/nkeys";
import { onTestFinished } from "vitest";
import {
  type Contract,
  connectionSettings,
  renderServer,
  renderUsers,
  type UserDefinition,
} from "../../../stream-config";
import { toolchainBinDir } from "../../../tools/lib/paths";
import { freePort, listens } from "../../../tools/local/ports";
import { startServer } from "../../../tools/local/process";
import {
  type ConnectionOptions,
  connect,
  type NatsConnection,
  nkeyAuthenticator,
} from "../../support/nats-client";
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
  const file = writeContract({ users }, { dir, port, publicKeys, settings });
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

/** Writes the configuration of a server on loopback that runs the contract, and returns the file to start it with. */
export function writeContract(
  { users }: Pick<Contract, "users">,
  { dir, port, publicKeys, settings = "" }: ContractFiles,
): string {
  const file = join(dir, "nats.conf");
  const server = renderServer({
    name: "test",
    listen: `127.0.0.1:${port}`,
    monitor: "127.0.0.1:-1",
    storeDir: join(dir, "data"),
    sync: "2m",
    usersFile: "accounts.conf",
  });
  writeFileSync(file, `${settings}\n${server}`);
  writeFileSync(join(dir, "accounts.conf"), renderUsers(users, publicKeys));
  return file;
}

interface ContractFiles {
  readonly dir: string;
  readonly port: number;
  readonly publicKeys: Readonly<Record<string, string>>;
  readonly settings?: string;
}
