import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { userRegistered } from "../../../stream-config";
import { projectDir } from "../../../tools/lib/paths";
import { run } from "../../../tools/lib/run";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../../support/servers";
import { until } from "../support";

const packageDir = join(projectDir, "service/consumer");
const nodeModules = join(projectDir, "node_modules");

/** What the package and its types depend on, as it is installed here: no registry is asked. */
const dependencies = ["nats", "nkeys.js", "tweetnacl", "typebox", "@types/node", "undici-types"];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

async function pack(to: string, ...args: readonly string[]): Promise<Packed[]> {
  const answer = await run("npm", ["pack", "--json", "--pack-destination", to, ...args], { cwd: packageDir });
  // What the package's script prints comes before.
  const packed = JSON.parse(answer.slice(answer.indexOf("[\n"))) as Packed[];
  return packed.map(({ filename, files }) => ({ filename: join(to, filename), files }));
}

/** Installs the packed package alone into an empty folder, with the example of its README compiled there. */
async function install(): Promise<{ readonly dir: string; readonly files: string[] }> {
  const [dir, tarballs] = [temporaryDir(), temporaryDir()];
  const [own] = await pack(tarballs);
  const others = await pack(
    tarballs,
    "--ignore-scripts",
    ...dependencies.map((name) => join(nodeModules, name)),
  );
  writeFileSync(join(dir, "package.json"), "{}");
  const names = [own!, ...others].map(({ filename }) => filename);
  await run("npm", ["install", "--offline", "--ignore-scripts", ...names], { cwd: dir });
  writeFileSync(join(dir, "example.ts"), exampleOf(readFileSync(join(packageDir, "README.md"), "utf8")));
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["example.ts"] }));
  await run(process.execPath, [join(nodeModules, "typescript/bin/tsc"), "--project", dir], { cwd: dir });
  return { dir, files: own!.files.map(({ path }) => path) };
}

const compilerOptions = {
  strict: true,
  module: "node20",
  target: "es2023",
  types: ["node"],
  skipLibCheck: true,
};

function exampleOf(readme: string): string {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  return example!;
}

/** Runs the installed example as the user `notifications`. */
function runExample(nats: TestNats, dir: string) {
  const seedFile = join(dir, "seed");
  writeFileSync(seedFile, nats.keys.nkeys.notifications!.seed, { mode: 0o600 });
  const child = spawn(process.execPath, ["example.js"], {
    cwd: dir,
    env: { ...process.env, NATS_URL: nats.url, NATS_SEED_FILE: seedFile },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return { output: () => output, stop: () => child.kill("SIGTERM"), ended };
}

test("package - its README's example, with the packed package in an empty folder, handles an event", {
  timeout: 600_000,
}, async () => {
  const { dir, files } = await install();
  const folders = new Set(files.map((path) => path.split("/").slice(0, -1).join("/")));
  expect([...folders].filter((folder) => folder.startsWith("dist/service"))).toEqual([
    "dist/service/consumer/src",
  ]);
  const nats = await startTestNats();
  await declareStreams(nats);
  const publisher = await nats.connectAs("auth-service");
  const metadata = { service: "auth-service", version: "0.1.0", environment: "test" };
  const body = JSON.stringify({ subject: userRegistered.subject, data: userRegistered.example, metadata });
  await publisher.jetstream().publish(userRegistered.subject, body, { msgID: "event-1" });
  const example = runExample(nats, dir);
  await until(() => example.output() === "event-1: welcome, Test User\n");
  example.stop();
  expect(await example.ended).toEqual([0, null]);
});
