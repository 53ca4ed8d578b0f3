import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { certificates, kubeconfigUsers } from "../../../tools/cluster/pki/certificates";
import { createAuthority, issue } from "../../../tools/cluster/pki/issue";
import { renderKubeconfig } from "../../../tools/cluster/pki/kubeconfig";

test("cluster certificates - carry user, groups, addresses and use, signed by their authority", async () => {
  const authority = await createAuthority("test");
  const spec = certificates.find(({ file }) => file === "kubelet-client")!;
  const client = new X509Certificate((await issue(spec, authority)).cert);
  const server = new X509Certificate(
    (await issue(certificates.find(({ file }) => file === "apiserver")!, authority)).cert,
  );
  expect(client.subject).toBe("CN=apiserver-kubelet-client\nO=system:masters");
  expect(client.checkIssued(new X509Certificate(authority.cert))).toBe(true);
  expect(client.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  expect(server.checkHost("kubernetes.default.svc")).toBe("kubernetes.default.svc");
  expect(server.checkIP("10.96.0.1")).toBe("10.96.0.1");
  expect(server.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
});

test("cluster certificates - only the database's own are of its authority, so that no user can log in there", () => {
  const ofDatabase = certificates.filter(({ ca }) => ca === "etcd-ca").map(({ file }) => file);
  expect(ofDatabase).toEqual(["etcd", "etcd-client"]);
});

test("cluster certificates - every user with a kubeconfig has one for clients", () => {
  const clients = certificates.filter(({ use }) => use === "client").map(({ file }) => file);
  expect(clients).toEqual(expect.arrayContaining([...kubeconfigUsers]));
});

test("kubeconfig - has one context with everything inside", () => {
  const config = JSON.parse(renderKubeconfig({ user: "admin", ca: "CA", cert: "CERT", key: "KEY" }));
  expect(config["current-context"]).toBe("auth-stack");
  expect(config.clusters[0].cluster.server).toBe("https://10.244.0.1:6443");
  expect(config.users[0].user).toEqual({
    "client-certificate-data": Buffer.from("CERT").toString("base64"),
    "client-key-data": Buffer.from("KEY").toString("base64"),
  });
});
