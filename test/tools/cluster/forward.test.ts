import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { get, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { forwardTarget } from "../../../tools/cluster/layout";
import { type Authority, createAuthority, issue } from "../../../tools/cluster/pki/issue";
import { accepts } from "../../../tools/lib/accepts";
import { projectDir } from "../../../tools/lib/paths";
import { typeScript } from "../../../tools/lib/typescript";
import { freePort } from "../../../tools/local/ports";
import { temporaryDir } from "../../support/servers";

const host = "127.0.0.1";
const { namespace, service, configMap } = forwardTarget;

async function serve(authority: Authority, names: string[], answer: RequestListener): Promise<number> {
  const identity = await issue(
    { file: "x", ca: "ca", name: "x", use: "both", ips: [host], names },
    authority,
  );
  const server = createServer(identity, answer).listen(0, host);
  onTestFinished(() => void server.close().closeAllConnections());
  await vi.waitUntil(() => server.listening);
  return (server.address() as AddressInfo).port;
}

/** A Kubernetes API that knows the Service at `port` and the authority it should be from; gives its kubeconfig. */
async function serveApi(port: number, ca: string): Promise<string> {
  const authority = await createAuthority("cluster");
  const objects: Record<string, object> = {
    [`/api/v1/namespaces/${namespace}/services/${service}`]: { spec: { clusterIP: host, ports: [{ port }] } },
    [`/api/v1/namespaces/${namespace}/configmaps/${configMap}`]: { data: { "ca.crt": ca } },
  };
  const apiPort = await serve(authority, [], ({ url = "" }, response) => {
    response.statusCode = url in objects ? 200 : 404;
    response.end(JSON.stringify(objects[url]));
  });
  const client = await issue({ file: "x", ca: "ca", name: "forward", use: "client" }, authority);
  return writeKubeconfig(`https://${host}:${apiPort}`, authority.cert, client);
}

function writeKubeconfig(server: string, ca: string, client: { cert: string; key: string }): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const config = {
    clusters: [{ cluster: { server, "certificate-authority-data": base64(ca) } }],
    users: [
      { user: { "client-certificate-data": base64(client.cert), "client-key-data": base64(client.key) } },
    ],
  };
  const path = join(temporaryDir(), "kubeconfig");
  writeFileSync(path, JSON.stringify(config));
  return path;
}

async function startForward(kubeconfig: string): Promise<number> {
  const port = await freePort();
  const program = join(projectDir, "tools/cluster/forward.ts");
  const args = [...typeScript, program, `${host}:${port}`, JSON.stringify(forwardTarget), kubeconfig];
  const child = spawn(process.execPath, args, { cwd: projectDir });
  onTestFinished(() => void child.kill());
  await vi.waitUntil(() => accepts({ host, port }), 25_000);
  return port;
}

function fetchText(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host, port, path: "/hello" }, (response) => {
      response.on("data", (chunk: Buffer) => resolve(chunk.toString()));
    }).on("error", reject);
  });
}

test("forward - plain requests reach the Service over TLS", async () => {
  const stack = await createAuthority("stack");
  const name = `${service}.${namespace}.svc`;
  const port = await serve(stack, [name], (request, response) => void response.end(`got ${request.url}`));
  const forward = await startForward(await serveApi(port, stack.cert));
  expect(await fetchText(forward)).toBe("got /hello");
});

test.each<[string, string[], boolean]>([
  ["another authority", [`${service}.${namespace}.svc`], false],
  ["another name", ["other.svc"], true],
])("forward - a Service with a certificate of %s is not talked to", async (_, names, sameAuthority) => {
  const stack = await createAuthority("stack");
  const answer = vi.fn<RequestListener>((_request, response) => void response.end());
  const port = await serve(stack, names, answer);
  const trusted = sameAuthority ? stack : await createAuthority("stack");
  const forward = await startForward(await serveApi(port, trusted.cert));
  await expect(fetchText(forward)).rejects.toThrow();
  expect(answer).not.toHaveBeenCalled();
});
