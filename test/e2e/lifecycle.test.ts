import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authEvents, consumers } from "../../stream-config";
import { projectDir } from "../../tools/lib/paths";
import { connectClient, readClientSecret } from "../../tools/stack/client";
import * as tools from "../../tools/stack/pulumi";
import { toolPath } from "../../tools/toolchain";
import { clearUpAfterKill } from "../../tools/up/after-kill";
import { registerUser } from "../../tools/up/proof";
import { newUser, target } from "./support/stack";

/** A second, small stack on the same cluster, which may be destroyed. */
const stack = "lifecycle";
const namespace = "auth-stack-lifecycle";

const pulumi = (...args: string[]) => tools.pulumi(target, [...args, "--stack", stack]);
const kubectl = (...args: string[]) => tools.kubectl(target, ["--namespace", namespace, ...args]);
const up = () => pulumi("up", "--yes", "--skip-preview");
const previewNoChanges = () => pulumi("preview", "--diff", "--expect-no-changes");

beforeAll(async () => {
  await removeStack();
  await tools.pulumi(target, ["stack", "init", stack]);
  const images = await imagesOfLocalStack();
  const settings = {
    environment: "local",
    namespace,
    "nats.image": images.nats,
    "nats.replicas": "1",
    "nats.storageClass": "local",
    "nats.onDestroy": "retain",
    "redis.image": images.redis,
    "redis.storageClass": "local",
    "redis.onDestroy": "delete",
    "authService.image": images["auth-service"],
    "authService.issuer": "http://localhost:3001",
    "authService.passwordBlocklist": "false",
    "authService.registrationsPerHour": "100000",
    "authService.replicas": "1",
  };
  const pairs = Object.entries(settings).flatMap(([key, value]) => [
    "--plaintext",
    `auth-stack:${key}=${value}`,
  ]);
  await pulumi("config", "set-all", "--path", ...pairs);
  await up();
});

afterAll(removeStack);

async function removeStack(): Promise<void> {
  const stacks = JSON.parse(await tools.pulumi(target, ["stack", "ls", "--json"]));
  if (stacks.some(({ name }: { name: string }) => name === stack)) {
    await pulumi("destroy", "--yes", "--skip-preview");
    await pulumi("stack", "rm", "--yes");
  }
  await tools.kubectl(target, ["delete", "namespace", namespace, "--ignore-not-found"]);
}

async function imagesOfLocalStack(): Promise<Record<"nats" | "redis" | "auth-service", string>> {
  const image = (of: string) =>
    tools.kubectl(target, [
      "-n",
      "auth-stack",
      "get",
      of,
      "-o",
      "jsonpath={.spec.template.spec.containers[0].image}",
    ]);
  return {
    nats: await image("statefulset/nats"),
    redis: await image("statefulset/redis"),
    "auth-service": await image("deployment/auth-service"),
  };
}

/** Runs `pulumi up` until it prints such a line, kills it, and clears up behind it as `make up` does. */
async function killedUp(line: RegExp): Promise<void> {
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
  const child = spawn(toolPath("pulumi"), args, {
    cwd: projectDir,
    env: { ...process.env, ...tools.stackEnvironment(target) },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "close");
  createInterface({ input: child.stdout }).on("line", (text) => line.test(text) && child.kill("SIGKILL"));
  expect((await ended)[1]).toBe("SIGKILL");
  await clearUpAfterKill(target.pulumiDir);
}

/** Seed of the user that `pulumi up` itself works as; it is in the stack's encrypted state alone. */
async function streamAdminSeed(): Promise<string> {
  const args = ["stack", "export", "--show-secrets", "--stack", stack];
  const state = JSON.parse(await tools.pulumi(target, args, { log: "none" }));
  const key = state.deployment.resources.find(
    ({ type, urn }: { type: string; urn: string }) =>
      type === "authstack:keys:Nkey" && urn.endsWith("::stream-admin"),
  );
  return JSON.parse(key.outputs.seed.plaintext);
}

/** What the answers of JetStream's API have that these tests look at. */
interface ApiAnswer {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: { readonly messages: number };
}

type ApiRequest = (subject: string, body?: unknown) => Promise<ApiAnswer>;

async function asStreamAdmin<T>(call: (request: ApiRequest) => Promise<T>): Promise<T> {
  const { ca } = await readClientSecret(target, "observer", namespace);
  const secret = {
    ca,
    seed: await streamAdminSeed(),
    inboxPrefix: "_INBOX_stream-admin",
    apiPrefix: "AUTHJS",
  };
  const client = await connectClient(target, secret, {}, namespace);
  try {
    return await call(async (subject, body) => {
      const answer = await client.connection.request(
        `AUTHJS.${subject}`,
        body === undefined ? "" : JSON.stringify(body),
      );
      return answer.json<ApiAnswer>();
    });
  } finally {
    await client.close();
  }
}

const streamInfo = () => asStreamAdmin((request) => request(`STREAM.INFO.${authEvents.name}`));

test("up again - nothing changes", async () => {
  await expect(previewNoChanges()).resolves.toContain("unchanged");
});

test("wrong configuration - stops before anything is changed, and says what to write", async () => {
  await pulumi("config", "set", "--path", "auth-stack:nats.replicas", "2");
  await expect(up()).rejects.toThrow("auth-stack:nats.replicas is 2; set it to 1, 3 or 5");
  await pulumi("config", "set", "--path", "auth-stack:nats.replicas", "1");
  await previewNoChanges();
});

test("drift - a preview shows what another client changed, and up mends it", async () => {
  await asStreamAdmin(async (request) => {
    const { config } = await request(`STREAM.INFO.${authEvents.name}`);
    await request(`STREAM.UPDATE.${authEvents.name}`, { ...config, max_msgs: 200_000 });
  });
  const preview = await pulumi("preview", "--diff");
  expect(preview).toMatch(/maxMessages\s*: 200000 => 100000/);
  await up();
  expect((await streamInfo()).config.max_msgs).toBe(100_000);
  await previewNoChanges();
});

test("drift - a durable consumer that someone deleted is created again", async () => {
  await asStreamAdmin((request) => request(`CONSUMER.DELETE.${authEvents.name}.analytics`));
  await up();
  const info = await asStreamAdmin((request) => request(`CONSUMER.INFO.${authEvents.name}.analytics`));
  expect(info.name).toBe("analytics");
  await previewNoChanges();
});

/** A resource in the stack's state. */
interface StateResource {
  readonly urn: string;
  readonly parent: string;
  readonly provider?: string;
}

test("import - an existing stream and its consumers are taken into the stack, and a preview shows no changes", async () => {
  const args = ["stack", "export", "--stack", stack];
  const state = JSON.parse(await tools.pulumi(target, args, { log: "none" }));
  const resources: StateResource[] = state.deployment.resources;
  const urnOfStream = `authstack:jetstream:Stream::${authEvents.name}`;
  const { urn, parent, provider = "" } = resources.find((resource) => resource.urn.endsWith(urnOfStream))!;
  const options = [
    `--parent=parent=${parent}`,
    `--provider=nats=${provider.slice(0, provider.lastIndexOf("::"))}`,
    "--yes",
    "--protect=false",
    "--generate-code=false",
  ];
  await pulumi("state", "delete", urn, "--target-dependents", "--yes");
  await pulumi("import", "authstack:jetstream:Stream", authEvents.name, authEvents.name, ...options);
  for (const { name } of consumers.filter(({ stream }) => stream === authEvents.name)) {
    await pulumi("import", "authstack:jetstream:Consumer", name, `${authEvents.name}/${name}`, ...options);
  }
  // Rights are proven after streams, so their proof has left the state with the stream.
  expect(await pulumi("preview")).toMatch(/^ *\+ 1 to create\n *\d+ unchanged/m);
  await up();
  await previewNoChanges();
});

test("destroy - removes all but the stream's data; the next up finds it again, even after one that was killed", async () => {
  const { ca } = await readClientSecret(target, "observer", namespace);
  await registerUser(target, ca, newUser(), namespace);
  await expect.poll(async () => (await streamInfo()).state.messages, { timeout: 60_000 }).toBe(1);

  await pulumi("destroy", "--yes", "--skip-preview");
  expect(await kubectl("get", "all,secrets,networkpolicies,poddisruptionbudgets", "-o", "name")).toBe("");
  expect(await kubectl("get", "pvc", "-o", "name")).toBe("persistentvolumeclaim/data-nats-0");

  await killedUp(/StatefulSet nats creating/);
  await up();
  expect((await streamInfo()).state.messages).toBe(1);
  await previewNoChanges();
});
