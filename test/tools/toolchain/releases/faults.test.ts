import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { basename } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { createAuthority } from "../../../../tools/cluster/pki/issue";
import { freePort } from "../../../../tools/local/ports";
import { onNewMachine } from "./new-machine";
import {
  archiveOf,
  fileOf,
  identityOf,
  listOf,
  pathOf,
  type ReleaseServer,
  startReleaseServer,
  trustedIdentity,
} from "./release-server";

const natsServer = fileOf("nats-server");

beforeEach(() => {
  vi.resetModules();
  return () => vi.unstubAllEnvs();
});

/** What a server does with the file, and what is said of it. */
type Fault = (server: ReleaseServer, good: Buffer) => Promise<string | RegExp>;

const { version } = natsServer;
const name = basename(natsServer.url);

const faults: [string, Fault][] = [
  [
    "is not there",
    async ({ url }) => `${new URL(url).host} answers 404 for ${url}${pathOf(natsServer.checksums)}`,
  ],
  [
    "ends early",
    async (server, good) => {
      const content = (response: ServerResponse) => {
        response.writeHead(200, { "content-length": 3_000_000 });
        response.write(Buffer.alloc(1_000_000), () => response.destroy());
      };
      server.publish(natsServer, { content, checksums: listOf(natsServer, good) });
      return /127\.0\.0\.1:\d+ ended the download after [\d.]+ MB of 3 MB \(ECONNRESET\)/;
    },
  ],
  [
    "has another checksum than is published",
    async (server, good) => {
      const checksums = listOf(natsServer, Buffer.from("other"));
      server.publish(natsServer, { content: good, checksums });
      return `its checksum is ${sha256(good)}, and ${sha256(Buffer.from("other"))} is published`;
    },
  ],
  [
    "has no published checksum",
    async (server, good) => {
      server.publish(natsServer, {
        content: good,
        checksums: Buffer.from(`${sha256(good)}  other.tar.gz\n`),
      });
      return `SHA256SUMS has no SHA-256 of ${name}`;
    },
  ],
  [
    "is of another version",
    async (server) => {
      server.publish(natsServer, { content: await archiveOf(natsServer, "echo nats-server: v1.2.3") });
      return "it says that it is 1.2.3";
    },
  ],
  [
    "does not run here",
    async (server) => {
      server.publish(natsServer, { content: await archiveOf(natsServer, "exit 1") });
      return "it does not say its version";
    },
  ],
  [
    "is no archive",
    async (server) => {
      server.publish(natsServer, { content: Buffer.from("<html>Sign in</html>") });
      return "can't be unpacked: tar --no-same-owner -xzf";
    },
  ],
];

test.each(faults)(
  "releases - a file that %s ends in the build, with one line that says so",
  async (_, fault) => {
    const server = await startReleaseServer();
    const reason = await fault(server, await archiveOf(natsServer, `echo nats-server: v${version}`));
    const machine = await onNewMachine(server.url);
    expect(await machine.ensure("nats-server")).toBe("changed");
    expect(machine.notes).toHaveLength(1);
    expect(machine.notes[0]).toMatch(reason);
    expect(machine.notes[0]).toMatch(/^nats-server [\d.]+: .*: building from source$/);
    expect(machine.reports.at(-1)).toBe("building nats-server (1 of 1, ~1 min cold)");
    expect(machine.text("nats-server")).toContain("built");
    expect(machine.kept()).toEqual([expect.stringMatching(/^nats-server-[0-9a-f]{16}$/)]);
  },
);

test("releases - a host that can't be reached is asked once, with one line for all that it has", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const machine = await onNewMachine(`http://${host}`);
  await machine.ensure("kubectl", "nats-server");
  expect(machine.notes).toEqual([
    `kubectl ${fileOf("kubectl").version}, nats-server ${version}: can't reach ${host} (ECONNREFUSED): building from source`,
  ]);
  expect(machine.text("kubectl")).toContain("built");
});

test("releases - a host that does not answer costs seconds, once", async () => {
  const server = await startReleaseServer();
  server.publish(fileOf("kubectl"), { content: () => {}, checksums: () => {} });
  const machine = await onNewMachine(server.url);
  await machine.ensure("kubectl", "kubelet");
  expect(machine.notes).toEqual([
    expect.stringContaining(`can't reach ${new URL(server.url).host} (nothing came for 5 s)`),
  ]);
  expect(server.asked).toEqual([pathOf(fileOf("kubectl").checksums)]);
});

test("releases - a server that nobody vouches for is not believed", async () => {
  const server = await startReleaseServer(await identityOf(await createAuthority("unknown")));
  server.publish(natsServer, { content: await archiveOf(natsServer, `echo ${version}`) });
  const machine = await onNewMachine(server.url);
  await machine.ensure("nats-server");
  expect(machine.notes).toEqual([expect.stringContaining("(UNABLE_TO_VERIFY_LEAF_SIGNATURE)")]);
  expect(server.asked).toEqual([]);
});

test("releases - a way on without TLS is not taken", async () => {
  const plain = await startReleaseServer();
  plain.publish(natsServer, { content: await archiveOf(natsServer, `echo ${version}`) });
  const server = await startReleaseServer(await trustedIdentity());
  const lead = (url: string) => (response: ServerResponse) =>
    response.writeHead(302, { location: plain.url + pathOf(url) }).end();
  server.publish(natsServer, { content: lead(natsServer.url), checksums: lead(natsServer.checksums) });
  const machine = await onNewMachine(server.url);
  await machine.ensure("nats-server");
  expect(machine.notes).toEqual([expect.stringContaining(`leads to ${plain.url}`)]);
  expect(machine.text("nats-server")).toContain("built");
});

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
