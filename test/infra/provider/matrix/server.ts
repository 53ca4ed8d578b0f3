import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type NatsConnection } from "nats";
import { freePort } from "../../../../tools/local/ports";
import { startServer } from "../../../../tools/local/process";
import { toolchainBinDir } from "../../../../tools/paths";
import { type OnFinished, temporaryDir } from "../../../support/servers";

/** An answer of JetStream's API: what it says, or why it refuses. */
export interface Answer {
  readonly error?: { readonly code: number; readonly err_code: number; readonly description: string };
  readonly config?: Readonly<Record<string, unknown>>;
  readonly state?: { readonly messages: number; readonly last_seq: number };
}

/** A server of its own with one account that may do everything. */
export interface OpenServer {
  readonly connection: NatsConnection;
  readonly api: (call: string, body?: unknown) => Promise<Answer>;
}

/** Starts a nats-server without users, because the contract's rights are too narrow for arbitrary streams. */
export async function startOpenServer(finished: OnFinished): Promise<OpenServer> {
  const dir = temporaryDir(finished);
  const [port, monitor] = [await freePort(), await freePort()];
  const config = join(dir, "nats.conf");
  const text = { listen: `127.0.0.1:${port}`, http: `127.0.0.1:${monitor}`, jetstream: { store_dir: dir } };
  writeFileSync(config, JSON.stringify(text));
  const url = `nats://127.0.0.1:${port}`;
  const server = await startServer({
    command: join(toolchainBinDir, "nats-server"),
    args: ["-c", config],
    log: join(dir, "nats.log"),
    url,
    ready: () =>
      fetch(`http://127.0.0.1:${monitor}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  finished(() => server.stop("SIGKILL"));
  const connection = await connect({ servers: url });
  finished(() => connection.close());
  return { connection, api: (call, body) => request(connection, call, body) };
}

async function request(connection: NatsConnection, call: string, body: unknown): Promise<Answer> {
  const payload = body === undefined ? "" : JSON.stringify(body);
  return (await connection.request(`$JS.API.${call}`, payload, { timeout: 5_000 })).json<Answer>();
}
