import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connectionSettings, streamAdminUser } from "../../stream-config";
import { createLocalKeys, publicKeysOf } from "../../tools/local/keys";
import { startNats } from "../../tools/local/nats";
import { freePort } from "../../tools/local/ports";
import { declareStreams } from "../../tools/local/streams";
import { connect, nkeyAuthenticator } from "../support/nats-client";
import { issueNatsTls } from "../support/stack-tls";

/** What clients of the server need. */
export interface ServedContract {
  readonly port: number;
  readonly ca: string;
  /** By user. */
  readonly seeds: Readonly<Record<string, string>>;
}

/**
 * Runs a nats-server with TLS, users, streams and consumers of the checkout that this file is in, until SIGTERM, and prints a
 * ServedContract. A program of its own, so that a copy of the checkout can run it.
 */
async function main(dir: string): Promise<void> {
  const [keys, tls] = [createLocalKeys(), await issueNatsTls(dir)];
  const [port, monitorPort] = [await freePort(), await freePort()];
  const server = await startNats({ dir, port, monitorPort, publicKeys: publicKeysOf(keys), tls });
  const seeds = Object.fromEntries(Object.entries(keys.nkeys).map(([name, { seed }]) => [name, seed]));
  const admin = await connect({
    servers: `tls://localhost:${port}`,
    tls: { caFile: tls.ca },
    inboxPrefix: connectionSettings(streamAdminUser).inboxPrefix,
    authenticator: nkeyAuthenticator(Buffer.from(seeds[streamAdminUser.name] ?? "")),
  });
  await declareStreams(admin);
  await admin.close();
  const served: ServedContract = { port, ca: readFileSync(tls.ca, "utf8"), seeds };
  console.log(JSON.stringify(served));
  await once(process, "SIGTERM");
  await server.stop("SIGKILL");
}

if (require.main === module) main(process.argv[2] ?? "").then(() => process.exit());
