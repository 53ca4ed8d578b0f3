import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { issue, issueAuthority } from "../../infra/provider/keys/issue";
import type { TlsFiles } from "../../stream-config";

/** Files in `dir` with a certificate for NATS as a stack issues it, good for a port-forward too. */
export async function issueNatsTls(dir: string): Promise<TlsFiles> {
  const now = new Date();
  const days = { validityDays: 1 };
  const authority = await issueAuthority({ commonName: "test", usages: "authority", ...days }, now);
  const names = { commonName: "nats", dnsNames: ["nats.auth-stack.svc", "localhost"] };
  const { certificate, privateKey } = await issue({ ...names, usages: "server", ...days }, authority, now);
  const files = { cert: join(dir, "tls.crt"), key: join(dir, "tls.key"), ca: join(dir, "ca.crt") };
  writeFileSync(files.cert, certificate);
  writeFileSync(files.key, privateKey);
  writeFileSync(files.ca, authority.certificate);
  return files;
}
