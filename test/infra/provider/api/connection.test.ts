import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { type Issued, issue, issueAuthority } from "../../../../infra/provider/keys/issue";
import type { TlsFiles } from "../../../../stream-config";
import { createLocalKeys } from "../../../../tools/local/keys";
import { freePort } from "../../../../tools/local/ports";
import { afterFile } from "../../../support/after-file";
import { startTestNats, type TestNats, temporaryDir } from "../../../support/servers";
import { startEngine, type Wire } from "../engine";

const finished = afterFile();

const now = new Date();
const serverName = "nats.auth-stack.svc";
const keys = createLocalKeys();

let ca: Issued;
let nats: TestNats;

beforeAll(async () => {
  ca = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, now);
  nats = await startTestNats({ tls: await issueFiles(ca), keys }, finished);
});

/** A certificate for the in-cluster name only, as files. */
async function issueFiles(authority: Issued): Promise<TlsFiles> {
  const subject = { commonName: "nats", usages: "server", dnsNames: [serverName], validityDays: 1 } as const;
  const { certificate, privateKey } = await issue(subject, authority, now);
  const dir = temporaryDir(finished);
  const files = { cert: join(dir, "tls.crt"), key: join(dir, "tls.key"), ca: join(dir, "ca.crt") };
  writeFileSync(files.cert, certificate);
  writeFileSync(files.key, privateKey);
  writeFileSync(files.ca, authority.certificate);
  return files;
}

/** The configuration that works, with changes. */
function config(changes: Wire = {}): Wire {
  return {
    servers: [nats.url],
    ca: ca.certificate,
    tlsServerName: serverName,
    seed: keys.nkeys["stream-admin"]!.seed,
    ...changes,
  };
}

/** Creates a stream with a provider of this configuration. */
async function create(configuration: Wire): Promise<Wire> {
  const engine = await startEngine(onTestFinished);
  expect(await engine.checkConfig(configuration)).toEqual([]);
  await engine.configure(configuration);
  const inputs = { name: "auth-events", subjects: ["auth.user.*"] };
  return (await engine.up("authstack:jetstream:Stream", inputs)).state;
}

test("connection - TLS with the stack's authority and a name that isn't the one dialled", async () => {
  expect(await create(config())).toMatchObject({ name: "auth-events" });
});

test("connection - another authority is refused", async () => {
  const other = await issueAuthority({ commonName: "test", usages: "authority", validityDays: 1 }, now);
  await expect(create(config({ ca: other.certificate }))).rejects.toThrow(
    /TLS connection.*failed[\s\S]*provider's ca/,
  );
});

test("connection - a name that the certificate doesn't have is refused", async () => {
  const wrong = create(config({ tlsServerName: "nats.other.svc" }));
  await expect(wrong).rejects.toThrow(/TLS connection.*failed[\s\S]*tlsServerName/);
});

test("connection - a server without TLS is refused before anything is sent", async () => {
  const plain = await startTestNats({ keys });
  await expect(create(config({ servers: [plain.url] }))).rejects.toThrow("speaks plain text");
});

test("connection - a seed that the server doesn't know is refused", async () => {
  const { seed } = createLocalKeys().nkeys["stream-admin"]!;
  await expect(create(config({ seed }))).rejects.toThrow('refused the credentials of user "stream-admin"');
});

test("connection - a server that is too old is refused before anything is asked of it", async () => {
  const old = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(`INFO {"version":"2.9.25","headers":true,"max_payload":1048576,"proto":1}\r\n`);
    socket.on("data", () => socket.write("PONG\r\n"));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => old.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void old.close());
  await expect(create({ servers: [`nats://127.0.0.1:${port}`] })).rejects.toThrow(
    /is version 2.9.25; this provider needs 2.11.0 or newer[\s\S]*Update the servers/,
  );
});

test("connection - a user without the right is told so", async () => {
  const observer = config({ user: "observer", seed: keys.nkeys.observer!.seed });
  await expect(create(observer)).rejects.toThrow(
    /does not let this user call AUTHJS.STREAM.CREATE.auth-events/,
  );
});

test("connection - nobody listens", async () => {
  const servers = [`tls://127.0.0.1:${await freePort()}`];
  await expect(create(config({ servers }))).rejects.toThrow(/NATS can't be reached[\s\S]*Check that it runs/);
});

test("connection - a provider without a way to NATS manages keys only", async () => {
  await expect(create({})).rejects.toThrow(/neither servers nor portForward[\s\S]*new Provider/);
});

/** A way to a server that breaks off at the first `drops` requests of a kind, and how many of them there were. */
async function brittle(target: TestNats, call: string, drops: number) {
  let calls = 0;
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(target.url).port), "127.0.0.1");
    client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
    upstream.on("error", () => client.destroy()).on("close", () => client.destroy());
    upstream.pipe(client);
    client.on("data", (data) => {
      if (data.includes(call)) calls += 1;
      if (data.includes(call) && calls <= drops) client.destroy();
      else upstream.write(data);
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const { ca: _, ...rest } = config();
  return { config: { ...rest, servers: [`nats://127.0.0.1:${port}`] }, calls: () => calls };
}

test("connection - one that drops during a read is made again, once", async () => {
  const plain = await startTestNats({ keys });
  const once = await brittle(plain, "STREAM.INFO", 1);
  expect(await create(once.config)).toMatchObject({ name: "auth-events" });
  const twice = await brittle(plain, "STREAM.INFO", 2);
  await expect(create(twice.config)).rejects.toThrow("dropped during AUTHJS.STREAM.INFO.auth-events");
});

test("connection - one that drops during a change is not made again: the change may have been made", async () => {
  const way = await brittle(await startTestNats({ keys }), "STREAM.CREATE", 1);
  await expect(create(way.config)).rejects.toThrow(
    /dropped during AUTHJS.STREAM.CREATE.auth-events. The change was sent once and not again/,
  );
  expect(way.calls()).toBe(1);
  expect(await create(way.config)).toMatchObject({ name: "auth-events" });
});

/** A kubeconfig whose cluster is the given URL. */
function kubeconfig(server: string): string {
  const path = join(temporaryDir(), "kubeconfig");
  const text = {
    clusters: [{ name: "test", cluster: { server } }],
    users: [{ name: "test", user: {} }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    "current-context": "test",
  };
  writeFileSync(path, JSON.stringify(text));
  return path;
}

function forward(changes: Wire): Wire {
  const { servers: _, ...rest } = config();
  return { ...rest, portForward: { namespace: "auth-stack", ...changes } };
}

test("port-forward - a kubeconfig that isn't there", async () => {
  const missing = create(forward({ kubeconfig: "/nowhere/kubeconfig" }));
  await expect(missing).rejects.toThrow(
    /kubeconfig \/nowhere\/kubeconfig can't be read[\s\S]*Set KUBECONFIG/,
  );
});

test("port-forward - a context that the kubeconfig doesn't have", async () => {
  const path = kubeconfig("https://127.0.0.1:1234");
  const wrong = create(forward({ kubeconfig: path, context: "prod" }));
  await expect(wrong).rejects.toThrow(/no context "prod"[\s\S]*contexts are test/);
});

test("port-forward - a cluster that is away", async () => {
  const path = kubeconfig(`https://127.0.0.1:${await freePort()}`);
  const away = create(forward({ kubeconfig: path }));
  await expect(away).rejects.toThrow(
    /port-forward to Service nats in namespace auth-stack failed.*ECONNREFUSED/,
  );
});

test("configuration - what a default provider is given as JSON in a text is read", async () => {
  const engine = await startEngine(onTestFinished);
  const { servers } = config();
  const texts = config({ servers: JSON.stringify(servers) });
  expect(await engine.checkConfig(texts)).toEqual([]);
  expect(await engine.diffConfig(texts, config())).toMatchObject({ changes: "none" });
  await engine.configure(texts);
  await engine.up("authstack:jetstream:Stream", { name: "auth-events", subjects: ["auth.user.*"] });
});

test("configuration - two ways to the servers at once are refused", async () => {
  const engine = await startEngine(onTestFinished);
  const both = { ...config(), portForward: { namespace: "auth-stack" } };
  expect(await engine.checkConfig(both)).toEqual([expect.stringContaining("can't be combined with servers")]);
});

test("configuration - a bad seed is refused without being shown", async () => {
  const engine = await startEngine(onTestFinished);
  const failures = await engine.checkConfig(config({ seed: "SUNKEN-TREASURE", servers: ["http://x"] }));
  expect(failures.join()).toContain('servers[0]: "http://x" must match pattern');
  expect(failures.join()).toContain("seed:");
  expect(failures.join()).not.toContain("TREASURE");
});
