import { beforeAll, expect, onTestFinished, test } from "vitest";
import { fromJson, toJson } from "../../../../infra/provider/api/json";
import { consumerSettings, streamSettings } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { startEngine, type TestEngine } from "../engine";
import { type OpenServer, startOpenServer } from "../matrix/server";
import { consumerImports } from "./consumer-cases";
import { apiPaths, valueAt } from "./paths";
import { type ImportCase, streamImports } from "./stream-cases";

const finished = afterFile();
const [stream, consumer] = ["authstack:jetstream:Stream", "authstack:jetstream:Consumer"] as const;

let server: OpenServer;
let engine: TestEngine;

beforeAll(async () => {
  server = await startOpenServer(finished);
  engine = await startEngine(finished);
  await engine.configure({ servers: [server.url], user: "auth-service" });
  // A server that has just deleted its last stream can refuse to create one.
  await api("STREAM.CREATE.other", { name: "other", mirror: { name: "nowhere" } });
});

type Config = Record<string, unknown>;

/** A request with numbers of any size; throws the server's refusal. */
async function api(call: string, body?: unknown): Promise<Config> {
  const payload = body === undefined ? "" : toJson(body);
  const answer = (await server.connection.request(`$JS.API.${call}`, payload)).string();
  const { error, ...rest } = fromJson(answer) as Config & { error?: unknown };
  if (error) throw new Error(`${call}: ${JSON.stringify(error)}`);
  return rest;
}

/** What is live, read by its id: its import has to pass the check, show no change, and be changed in one field alone. */
async function expectImported(token: string, id: string, live: () => Promise<Config>): Promise<void> {
  const before = await live();
  const imported = (await engine.read(token, id))!;
  const { inputs, failures } = await engine.check(token, imported.inputs, imported.inputs);
  expect(failures).toEqual([]);
  expect(await engine.diff(token, imported, inputs)).toEqual({ changes: "none", fields: {}, replaces: [] });

  const noted = await engine.check(token, { ...inputs, description: "changed" }, imported.inputs);
  expect(await engine.diff(token, imported, noted.inputs)).toMatchObject({ changes: "some" });
  await engine.update(token, imported, noted.inputs);
  expect(await live()).toEqual({ ...before, description: "changed" });
}

/** Values that the server takes and leaves out of its answers. */
const unset: readonly unknown[] = ["", "none"];

function titled(cases: readonly ImportCase[]) {
  return cases.map(([path, config], index) => [path, toJson(config).slice(0, 100), config, index] as const);
}

test.each(titled(streamImports))("import of a stream - %s: %s", async (path, _, given, index) => {
  const name = String(given.name ?? `I${index}`);
  const { sealed, ...config }: Config = { subjects: ["s.*"], ...given, name };
  await api(`STREAM.CREATE.${name}`, config);
  onTestFinished(async () => void (await api(`STREAM.DELETE.${name}`)));
  if (sealed) await api(`STREAM.UPDATE.${name}`, { ...config, sealed });
  const live = async () => (await api(`STREAM.INFO.${name}`)).config as Config;
  if (!unset.includes(valueAt(given, path))) expect(valueAt(await live(), path)).toBeDefined();
  await expectImported(stream, name, live);
});

test.each(titled(consumerImports))("import of a consumer - %s: %s", async (path, _, given, index) => {
  const name = String(given.durable_name ?? `I${index}`);
  const config = { ...given, durable_name: name };
  await api("STREAM.CREATE.S", { name: "S", subjects: ["m.*"] });
  await api(`CONSUMER.CREATE.S.${name}`, { stream_name: "S", config });
  onTestFinished(async () => void (await api("STREAM.DELETE.S")));
  const live = async () => inUtc((await api(`CONSUMER.INFO.S.${name}`)).config as Config);
  if (!unset.includes(valueAt(config, path))) expect(valueAt(await live(), path)).toBeDefined();
  await expectImported(consumer, `S/${name}`, live);
});

/** Any update of a paused consumer has the server write the pause in UTC. */
function inUtc({ pause_until, ...config }: Config): Config {
  return pause_until === undefined ? config : { ...config, pause_until: new Date(String(pause_until)) };
}

test("import - every field of a stream and of a consumer has a case", () => {
  expect(new Set(streamImports.map(([path]) => path))).toEqual(new Set(apiPaths(streamSettings)));
  expect(new Set(consumerImports.map(([path]) => path))).toEqual(new Set(apiPaths(consumerSettings)));
});
