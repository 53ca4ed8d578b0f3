import { get } from "node:https";

/** A server's monitoring port, and who vouches for its certificate. */
export interface MonitorAddress {
  readonly port: number;
  readonly ca: string;
}

/**
 * The digest of the configuration that the server behind a loopback port runs with.
 * https://docs.nats.io/running-a-nats-service/nats_admin/monitoring#general-information-varz
 */
export async function readRunningDigest(address: MonitorAddress): Promise<string> {
  const varz: { config_digest?: unknown } = JSON.parse(await readText({ ...address, path: "/varz" }));
  return String(varz.config_digest);
}

function readText(options: MonitorAddress & { readonly path: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "localhost", agent: false, timeout: 10_000, ...options }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", reject);
      answer.once("end", () => resolve(Buffer.concat(chunks).toString()));
    });
    request.once("timeout", () => request.destroy(new Error("no answer within 10 s")));
    request.once("error", reject);
  });
}
