import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { authServiceUser, connectionSettings, userRegistered } from "../../stream-config";
import { projectDir, toolchainBinDir } from "../../tools/lib/paths";
import { typeScript } from "../../tools/lib/typescript";
import { until } from "../service/support";
import { afterFile } from "../support/after-file";
import { copyCheckout } from "../support/copy-checkout";
import { connect, nkeyAuthenticator } from "../support/nats-client";
import { type OnFinished, temporaryDir } from "../support/servers";
import { startStackApi } from "../tools/commands/consume/stack-api";
import type { ServedContract } from "./serve-contract";

const minutes = 60_000;
const finished = afterFile();
const dir = temporaryDir(finished);
const document = readFileSync(join(projectDir, "docs/add-a-consumer.md"), "utf8");

/** The document's blocks in order: the path above each, if there is one, its language and its text. */
const blocks = [...document.matchAll(/(?:^`(\S+)`\n\n)?^```(\w*)\n(.*?)^```$/gms)].map(
  ([, path, language = "", text = ""]) => ({ path, language, text }),
);

/** The text after the lines of a block that begin with + and -. Lines that come in the place of none go to its top. */
function patched(text: string, diff: string): string {
  const hunks = [...diff.matchAll(/((?:^-.*\n)*)((?:^\+.*\n)+)/gm)];
  const plain = (lines = "") => lines.replaceAll(/^[+-]/gm, "");
  return hunks.reduce((now, [, before, after]) => {
    expect(now).toContain(plain(before));
    return now.replace(plain(before), plain(after));
  }, text);
}

/** A process, ended after the test or the file. */
function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv, onFinished: OnFinished) {
  const child = spawn(command, args, {
    cwd: dir,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // So that it is ended with all that it has started.
    detached: true,
  });
  const ended = once(child, "close").then(([status]) => status as number | null);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text));
  onFinished(async () => {
    if (isRunning(child)) process.kill(-child.pid!);
    await ended;
  });
  const printed = (text: string | RegExp) =>
    until(() => {
      if (!isRunning(child)) throw new Error(`it ended without printing ${text}:\n${output}`);
      return typeof text === "string" ? output.includes(text) : text.test(output);
    }, 60);
  return { child, ended, output: () => output, printed };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Runs lines of shell in the copy; `make` takes the copy's packages for installed, as they are ours. */
function shell(text: string, env: NodeJS.ProcessEnv = {}, onFinished: OnFinished = onTestFinished) {
  const make = 'make() { command make --old-file=node_modules/.installed "$@"; }';
  return start("bash", ["-e", "-c", `${make}\n${text}`], env, onFinished);
}

let served: ServedContract;

/** Makes the copy's contract the document's, and serves it. */
beforeAll(async () => {
  copyCheckout(dir);
  for (const { path = "", language, text } of blocks) {
    const file = join(dir, path);
    if (language === "ts") writeFileSync(file, text);
    if (language === "diff") writeFileSync(file, patched(readFileSync(file, "utf8"), text));
  }
  const generate = shell(
    blocks.find(({ text }) => text.startsWith("make format"))?.text ?? "exit 1",
    {},
    finished,
  );
  expect(await generate.ended, generate.output()).toBe(0);
  // What the document says that the review says.
  expect(generate.output()).toMatch(/`billing` can .*read .*personal data: `email`.*`name`/);
  const args = [...typeScript, "test/docs/serve-contract.ts", temporaryDir(finished)];
  const server = start(process.execPath, args, {}, finished);
  await server.printed("\n");
  served = JSON.parse(server.output());
}, 3 * minutes);

/** Publishes a registration as the auth service does. */
async function register(id: string): Promise<void> {
  const caFile = join(temporaryDir(), "ca.crt");
  writeFileSync(caFile, served.ca);
  const connection = await connect({
    servers: `tls://localhost:${served.port}`,
    tls: { caFile },
    inboxPrefix: connectionSettings(authServiceUser).inboxPrefix,
    authenticator: nkeyAuthenticator(Buffer.from(served.seeds["auth-service"]!)),
  });
  const { subject, example: data } = userRegistered;
  const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };
  await connection.jetstream().publish(subject, JSON.stringify({ subject, data, metadata }), { msgID: id });
  await connection.close();
}

test(
  "docs/add-a-consumer.md - its files fit together",
  async () => {
    const compilerOptions = { tsBuildInfoFile: "./contract.tsbuildinfo" };
    const contract = { extends: "./tsconfig.json", compilerOptions, include: ["stream-config"] };
    writeFileSync(join(dir, "tsconfig.contract.json"), JSON.stringify(contract));
    const types = shell("node_modules/.bin/tsc --noEmit --project tsconfig.contract.json");
    expect(await types.ended, types.output()).toBe(0);
  },
  3 * minutes,
);

test(
  "docs/add-a-consumer.md - `make consume` prints the first event as the document shows it",
  async () => {
    const secrets = { "nats-user-billing": { seed: served.seeds.billing!, "ca.crt": served.ca } };
    const kubeconfig = join(temporaryDir(), "kubeconfig");
    writeFileSync(kubeconfig, await startStackApi({ secrets, natsPort: served.port }, onTestFinished));
    await register("event-1");
    const temporary = temporaryDir();
    const run = shell(blocks.find(({ text }) => text.startsWith("make consume"))!.text, {
      CLUSTER: "current",
      // Vitest sets it.
      DEV: "",
      KUBECONFIG: kubeconfig,
      TMPDIR: temporary,
    });
    await run.printed("auth.user.registered event-1");
    const shown = blocks.find(({ language }) => language === "json")!.text;
    const shape = (text: string) => Object.keys(JSON.parse(text.slice(text.indexOf("{"))));
    await until(() => run.output().trimEnd().endsWith("\n}"));
    expect(shape(run.output())).toEqual(shape(shown));
    expect(readdirSync(temporary)).toHaveLength(1);
    // As Ctrl-C does, to all of them.
    process.kill(-run.child.pid!, "SIGINT");
    await run.ended;
    expect(readdirSync(temporary)).toEqual([]);
  },
  minutes,
);

/** Stands in for kubectl: the Secret's fields, and a port-forward of which there is no need. */
function standInKubectl(): string {
  const bin = temporaryDir();
  const script = [
    "#!/bin/sh",
    'case "$*" in',
    `  "get secret nats-user-billing -n auth-stack -o go-template={{index .data \\"seed\\" | base64decode}}") printf %s '${served.seeds.billing}' ;;`,
    `  "get secret nats-user-billing -n auth-stack -o go-template={{index .data \\"ca.crt\\" | base64decode}}") printf %s '${served.ca}' ;;`,
    `  "port-forward -n auth-stack service/nats ${served.port}") exec sleep 300 ;;`,
    '  *) echo "no such command: $*" >&2; exit 1 ;;',
    "esac",
  ];
  writeFileSync(join(bin, "kubectl"), script.join("\n"), { mode: 0o755 });
  return bin;
}

test(
  "docs/add-a-consumer.md - the way by hand reads events with the `nats` CLI and with the example",
  async () => {
    for (const id of ["event-2", "event-3"]) await register(id);
    const lines = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
    const text = lines.join("").replaceAll("4222", String(served.port));
    const temporary = temporaryDir();
    // The example runs until it is told to end, and the lines behind it come afterwards.
    const run = shell(`node() { command node "$@" & echo "example $!"; wait $!; }\n${text}echo done`, {
      PATH: [standInKubectl(), toolchainBinDir, process.env.PATH].join(":"),
      XDG_CONFIG_HOME: temporaryDir(),
      TMPDIR: temporary,
    });
    await run.printed("auth.user.registered event-3");
    expect(run.output()).toMatch(/Nats-Msg-Id: event-2[\s\S]*Acknowledged/);
    process.kill(Number(/^example (\d+)$/m.exec(run.output())?.[1]));
    await run.ended;
    expect(run.output()).toMatch(/^done$/m);
  },
  minutes,
);
