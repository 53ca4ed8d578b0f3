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
  const text = await readText({ ...address, path: "/varz" });
  const { config_digest: digest }: { config_digest?: unknown } = JSON.parse(text);
  if (typeof digest !== "string")
    throw new Error(
      `/varz has no config_digest: ${text.slice(0, 200)}; run the nats-server that the stack names`,
    );
  return digest;
}

function readText(options: MonitorAddress & { readonly path: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "localhost", agent: false, timeout: 10_000, ...options }, (answer) => {
      if (answer.statusCode !== 200) request.destroy(new Error(`/varz answered ${answer.statusCode}`));
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", reject);
      answer.once("end", () => resolve(Buffer.concat(chunks).toString()));
    });
    request.once("timeout", () => request.destroy(new Error("no answer within 10 s")));
    request.once("error", reject);
  });
}
