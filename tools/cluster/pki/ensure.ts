import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readIfThere } from "../../lib/files";
import { dirs } from "../layout";
import { certificates } from "./certificates";
import { createAuthority, createSigningKeys, issue } from "./issue";

const stamp = createHash("sha256").update(JSON.stringify(certificates)).digest("hex");

/** Path of a file under the cluster's pki folder, e.g. `pkiFile("ca.crt")`. */
export function pkiFile(name: string): string {
  return join(dirs.pki, name);
}

/** Makes all keys and certificates, once: a half-written set never gets the folder's name. */
export async function ensurePki(): Promise<void> {
  if (readIfThere(pkiFile("stamp")) === stamp) return;
  removeDrafts();
  const draft = `${dirs.pki}.${process.pid}.tmp`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  for (const [name, text] of await makeAll()) writeFileSync(join(draft, name), text, { mode: 0o600 });
  writeFileSync(join(draft, "stamp"), stamp);
  rmSync(dirs.pki, { recursive: true, force: true });
  renameSync(draft, dirs.pki);
}

async function makeAll(): Promise<Map<string, string>> {
  const authorities = {
    ca: await createAuthority("auth-stack"),
    "etcd-ca": await createAuthority("auth-stack-etcd"),
  };
  const files = new Map<string, string>();
  for (const [name, { cert, key }] of Object.entries(authorities)) {
    files.set(`${name}.crt`, cert).set(`${name}.key`, key);
  }
  for (const spec of certificates) {
    const { cert, key } = await issue(spec, authorities[spec.ca]);
    files.set(`${spec.file}.crt`, cert).set(`${spec.file}.key`, key);
  }
  const signing = await createSigningKeys();
  return files.set("service-account.key", signing.privateKey).set("service-account.pub", signing.publicKey);
}

/** Drafts of runs that were killed. */
function removeDrafts(): void {
  mkdirSync(dirname(dirs.pki), { recursive: true });
  for (const name of readdirSync(dirname(dirs.pki))) {
    if (/^pki\.\d+\.tmp$/.test(name)) rmSync(join(dirname(dirs.pki), name), { recursive: true });
  }
}
