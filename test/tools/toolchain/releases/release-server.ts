import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { onTestFinished } from "vitest";
import { type Authority, createAuthority, issue } from "../../../../tools/cluster/pki/issue";
import { run } from "../../../../tools/lib/run";
import type { ToolName } from "../../../../tools/toolchain";
import { type ReleaseFile, releaseOf } from "../../../../tools/toolchain/releases/files";
import { temporaryDir } from "../../../support/servers";

/** How a server answers for a file: with these bytes, or in a way of its own. */
export type Answer = Buffer | ((response: ServerResponse) => void);

/** A server on loopback that has files as a mirror has them. */
export interface ReleaseServer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Publishes a release and its checksum; each part may be another one than it should. */
  readonly publish: (file: ReleaseFile, parts: { content: Answer; checksums?: Answer }) => void;
}

/** Starts one, which speaks TLS when it has an identity; it is closed after the test. */
export async function startReleaseServer(identity?: Identity): Promise<ReleaseServer> {
  const [answers, asked] = [new Map<string, Answer>(), [] as string[]];
  const listener: RequestListener = ({ url = "" }, response) => {
    asked.push(url);
    const answer = answers.get(url);
    if (answer === undefined) response.writeHead(404).end();
    else if (Buffer.isBuffer(answer)) response.setHeader("content-length", answer.length).end(answer);
    else answer(response);
  };
  const server = identity === undefined ? createServer(listener) : createTlsServer(identity, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  const publish: ReleaseServer["publish"] = (file, { content, checksums }) => {
    const of = Buffer.isBuffer(content) ? content : Buffer.from("");
    answers.set(pathOf(file.url), content);
    answers.set(pathOf(file.checksums), checksums ?? listOf(file, of));
  };
  const { port } = server.address() as AddressInfo;
  return { url: `${identity === undefined ? "http" : "https"}://127.0.0.1:${port}`, asked, publish };
}

/** A server's certificate and key. */
type Identity = Awaited<ReturnType<typeof issue>>;

/** The identity that an authority gives a server on loopback. */
export function identityOf(authority: Authority): Promise<Identity> {
  return issue({ file: "x", ca: "ca", name: "x", use: "both", ips: ["127.0.0.1"], names: [] }, authority);
}

/** The identity of a server that this process trusts until the test is over. */
export async function trustedIdentity(): Promise<Identity> {
  const authority = await createAuthority("trusted");
  const before = getCACertificates();
  setDefaultCACertificates([...before, authority.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
  return identityOf(authority);
}

/** The file that has a tool for Linux on this processor. */
export function fileOf(tool: ToolName): ReleaseFile {
  return releaseOf(tool)!;
}

/** Where a mirror has what is at `url`. */
export function pathOf(url: string): string {
  return url.replace("https:/", "");
}

/** The content of a release file whose programs are this shell script. */
export async function archiveOf(file: ReleaseFile, script: string): Promise<Buffer> {
  const dir = temporaryDir();
  const members = Object.values(file.programs);
  for (const member of members) writeScript(join(dir, member), script);
  if (!/\.(tar\.gz|tgz)$/.test(file.url)) return readFileSync(join(dir, members[0]!));
  await run("tar", ["-czf", join(dir, "archive"), "-C", dir, ...members]);
  return readFileSync(join(dir, "archive"));
}

/** The checksums that are published of a file with this content, as sha256sum(1) writes them. */
export function listOf(file: ReleaseFile, content: Buffer): Buffer {
  const name = file.url.split("/").at(-1);
  const hash = createHash("sha256").update(content).digest("hex");
  return Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${hash}  ${name}\n`);
}

/** An executable shell script. */
export function writeScript(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}
