import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere, writeAtomically } from "../../lib/files";
import { clusterKubeconfig } from "../../lib/paths";
import { address, dirs, endpoints } from "../layout";
import { type KubeconfigUser, kubeconfigUsers } from "./certificates";
import { pkiFile } from "./ensure";

/** Path of a user's kubeconfig; the administrator's is the one that people use. */
export function kubeconfigPath(user: KubeconfigUser): string {
  return user === "admin" ? clusterKubeconfig : join(dirs.kubeconfigs, user);
}

/** Writes every user's kubeconfig, mode 0600. */
export function writeKubeconfigs(): void {
  for (const user of kubeconfigUsers) {
    const text = renderKubeconfig({
      ca: readFileSync(pkiFile("ca.crt"), "utf8"),
      cert: readFileSync(pkiFile(`${user}.crt`), "utf8"),
      key: readFileSync(pkiFile(`${user}.key`), "utf8"),
      user,
    });
    if (readIfThere(kubeconfigPath(user)) !== text) writeAtomically(kubeconfigPath(user), text);
  }
}

/** A kubeconfig in JSON, which every YAML reader takes, with the PEM texts inside. */
export function renderKubeconfig(of: { user: string; ca: string; cert: string; key: string }): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "auth-stack",
        cluster: {
          server: `https://${address(endpoints.apiserver)}`,
          "certificate-authority-data": base64(of.ca),
        },
      },
    ],
    users: [
      {
        name: of.user,
        user: { "client-certificate-data": base64(of.cert), "client-key-data": base64(of.key) },
      },
    ],
    contexts: [{ name: "auth-stack", context: { cluster: "auth-stack", user: of.user } }],
    "current-context": "auth-stack",
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
