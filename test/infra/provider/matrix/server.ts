import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toolchainBinDir } from "../../../../tools/lib/paths";
import { freePort, listens } from "../../../../tools/local/ports";
import { startServer } from "../../../../tools/local/process";
import { connect, ErrorCode, type NatsConnection, type NatsError } from "../../../support/nats-client";
import { type OnFinished, temporaryDir } from "../../../support/servers";

/** An answer of JetStream's API: what it says, or why it refuses. */
export interface Answer {
  readonly error?: { readonly code: number; readonly err_code: number; readonly description: string };
  readonly config?: Readonly<Record<string, unknown>>;
  readonly state?: { readonly messages: number; readonly last_seq: number };
}

/** A server of its own with one account that may do everything. */
export interface OpenServer {
  readonly url: string;
  readonly connection: NatsConnection;
  readonly api: (call: string, body?: unknown) => Promise<Answer>;
  /** Publishes until a stream has taken or refused the message; one that never answers may take it later. */
  readonly offer: (subject: string, payload?: string, noAck?: boolean) => Promise<void>;
}

/** Starts a nats-server without users, because the contract's rights are too narrow for arbitrary streams. */
export async function startOpenServer(finished: OnFinished): Promise<OpenServer> {
  return connectTo(await launch(await freePort(), {}, finished), finished);
}

/** Starts three such servers as a cluster, and answers when they have a leader. */
export async function startOpenCluster(finished: OnFinished): Promise<OpenServer> {
  const ports = await Promise.all(
    [1, 2, 3].map(async () => ({ client: await freePort(), route: await freePort() })),
  );
  const routes = ports.map(({ route }) => `nats://127.0.0.1:${route}`);
  const urls = await Promise.all(
    ports.map(({ client, route }, index) => {
      const cluster = { name: "test", listen: `127.0.0.1:${route}`, routes };
      return launch(client, { server_name: `n${index}`, server_tags: ["ssd"], cluster }, finished);
    }),
  );
  const server = await connectTo(urls[0]!, finished);
  while (!(await isReady(server))) await sleep(50);
  return server;
}

/** Without a leader the API doesn't answer, or answers with an error. */
async function isReady({ api }: OpenServer): Promise<boolean> {
  return api("STREAM.CREATE.ready", { name: "ready", num_replicas: 3 }).then(
    ({ error }) => error === undefined,
    () => false,
  );
}

async function launch(port: number, settings: object, finished: OnFinished): Promise<string> {
  const dir = temporaryDir(finished);
  const monitor = await freePort();
  const config = join(dir, "nats.conf");
  const common = { listen: `127.0.0.1:${port}`, http: `127.0.0.1:${monitor}`, jetstream: { store_dir: dir } };
  writeFileSync(config, JSON.stringify({ ...common, ...settings }));
  const server = await startServer({
    command: join(toolchainBinDir, "nats-server"),
    args: ["-c", config],
    log: join(dir, "nats.log"),
    url: `nats://127.0.0.1:${port}`,
    // In a cluster the monitor may answer before clients are let in.
    ready: async () => (await answers(`http://127.0.0.1:${monitor}/varz`)) && listens(port),
  });
  finished(() => server.stop("SIGKILL"));
  return server.url;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function connectTo(url: string, finished: OnFinished): Promise<OpenServer> {
  const connection = await connect({ servers: url, ignoreClusterUpdates: true });
  finished(() => connection.close());
  return {
    url,
    connection,
    api: (call, body) => request(connection, call, body),
    offer: (subject, payload, noAck) => offer(connection, subject, payload, noAck),
  };
}

async function request(connection: NatsConnection, call: string, body: unknown): Promise<Answer> {
  const payload = body === undefined ? "" : JSON.stringify(body);
  return (await connection.request(`$JS.API.${call}`, payload, { timeout: 15_000 })).json<Answer>();
}

/** In a cluster a new stream answers its creator before every server knows where its messages go. */
async function offer(
  connection: NatsConnection,
  subject: string,
  payload?: string,
  noAck = false,
): Promise<void> {
  try {
    await connection.request(subject, payload, { timeout: noAck ? 100 : 5_000 });
  } catch (error) {
    const { code } = error as NatsError;
    if (code === ErrorCode.Timeout && noAck) return;
    if (code !== ErrorCode.NoResponders) throw error;
    await sleep(10);
    await offer(connection, subject, payload, noAck);
  }
}
