import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Value from "typebox/value";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { lazyJetStream } from "../../../../infra/provider/api/jetstream";
import { renderStream, renderUsers, streams, users } from "../../../../stream-config";
import { type Report, reportSchema, reviewContracts } from "../../../../stream-config/review";
import { loadContract, workingTree } from "../../../../tools/commands/review/contract";
import { liveContract } from "../../../../tools/commands/review/live/contract";
import { publicKeysOf } from "../../../../tools/local/keys";
import { freePort } from "../../../../tools/local/ports";
import { afterFile } from "../../../support/after-file";
import { declareStreams, startTestNats, type TestNats, temporaryDir } from "../../../support/servers";
import { makeCheckout } from "./checkout";

const finished = afterFile();
const [authEvents] = streams;

let nats: TestNats;
let seedFile: string;

beforeAll(async () => {
  nats = await startTestNats({}, finished);
  seedFile = writeSeed(nats.keys.nkeys.observer!.seed);
});

beforeEach(async () => {
  await admin("STREAM.DELETE.auth-events");
  await declareStreams(nats);
});

function writeSeed(seed: string): string {
  const file = join(temporaryDir(finished), "seed");
  writeFileSync(file, `${seed}\n`);
  return file;
}

async function admin(call: string, body: object = {}): Promise<void> {
  const connection = await nats.connectAs("stream-admin");
  await connection.request(`AUTHJS.${call}`, JSON.stringify(body));
}

/** Another contract than the declared one on the live stream. */
async function alterStream(changes: object): Promise<void> {
  await admin("STREAM.UPDATE.auth-events", { ...renderStream(authEvents, 1), ...changes });
}

async function publish(count: number): Promise<void> {
  const publisher = await nats.connectAs("auth-service");
  for (let i = 0; i < count; i++) await publisher.jetstream().publish("auth.user.registered", "{}");
}

function server(url = nats.url, seed = seedFile): string[] {
  return ["--server", url, "--seed-file", seed];
}

test("live review - servers that run the contract: nothing to review", async () => {
  const { runReview } = await makeCheckout();
  expect(await runReview(...server())).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(
      `against the streams and consumers on ${nats.url}\nThe contract is the same.`,
    ),
  });
});

test("live review - a change that loses data counts what it would delete now", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", "maxMessages: 100_000", "maxMessages: 50");
  edit("streams/auth-events.ts", "  maxMessagesPerSubject: 20_000,\n", "");
  await publish(80);
  const { status, output } = await review(...server());
  expect(status).toBe(3);
  expect(output).toContain("stream auth-events: `maxMessages` `100000` → `50`");
  expect(output).toContain("Now it would delete 30 of its 80 messages, about");
});

test("live review - what was changed behind the contract's back shows, as JSON too", async () => {
  const { review } = await makeCheckout();
  await alterStream({ max_msgs: 200_000, deny_delete: true, max_msg_size: 5_000 });
  await admin("CONSUMER.PAUSE.auth-events.analytics", { pause_until: "2099-01-01T00:00:00Z" });
  await admin("CONSUMER.DELETE.auth-events.notifications");
  const { status, output } = await review(...server(), "--format", "json");
  const report: Report = JSON.parse(output);
  expect(status).toBe(4);
  expect(Value.Check(reportSchema, report)).toBe(true);
  expect(report.findings.map(({ name, field, class: of }) => [of, name, field])).toEqual([
    ["refused", "auth-events", "denyDelete"],
    ["losesData", "auth-events", "maxMessages"],
    ["exposesPersonalData", "notifications", undefined],
    ["safe", "auth-events", "maxMessageSize"],
    ["safe", "notifications", undefined],
    ["safe", "analytics", "pauseUntil"],
  ]);
});

test("live review - a consumer with settings that no contract can have shows them", async () => {
  const { review } = await makeCheckout();
  await admin("CONSUMER.DELETE.auth-events.analytics");
  const config = { durable_name: "analytics", filter_subject: "auth.user.*", ack_policy: "none" };
  const create = "CONSUMER.CREATE.auth-events.analytics.auth.user.*";
  await admin(create, { stream_name: "auth-events", config });
  const { status, output } = await review(...server());
  expect(status).toBe(3);
  expect(output).toContain('consumer analytics: `ack_policy` `"none"` → not set');
});

test("live review - a new stream that the deployed rights don't know is new", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'name: "auth-events"', 'name: "auth-events-2"');
  const { output } = await review(...server());
  expect(output).toContain("stream auth-events-2: new, for `auth.user.*`");
});

test("live review - rights and accounts are those of the servers' configuration", async () => {
  const { dir } = await makeCheckout();
  const declared = await loadContract(dir, workingTree);
  const text = renderUsers(users, publicKeysOf(nats.keys));
  const review = async (configuration: string) => {
    const jetStream = lazyJetStream();
    finished(() => jetStream.close());
    jetStream.configure({ servers: [nats.url], user: "observer", seed: nats.keys.nkeys.observer!.seed });
    const live = await liveContract({ name: "live", jetStream, configuration }, declared);
    return reviewContracts(
      { revision: { name: "live" }, contract: live },
      { revision: { name: "head" }, contract: declared },
    );
  };
  expect((await review(text)).findings).toEqual([]);
  expect((await review(text.trimEnd())).findings).toEqual([]);
  const wider = text.replace('"auth.user.registered", ', '"auth.user.registered", "auth.user.forged", ');
  expect((await review(wider)).permissions).toMatchObject([
    { user: "auth-service", publish: { added: [], removed: ["auth.user.forged"] } },
  ]);
  const more = text.replace("exports: [", 'exports: [\n      { stream: ">" }');
  expect((await review(more)).findings).toMatchObject([{ kind: "contract", class: "narrows" }]);
});

test("live review - changed grants are told as grants, and what the servers give beside them as what it is", async () => {
  const { edit, dir } = await makeCheckout();
  edit("users/analytics.ts", "consume(replayOf(analytics))", "observe(authEvents, [])");
  edit(
    "users/analytics.ts",
    "import { consume }",
    'import { observe } from "../acl/verbs/observe";\nimport { consume }',
  );
  edit(
    "users/analytics.ts",
    "import type { UserDefinition }",
    'import { authEvents } from "../streams/auth-events";\nimport type { UserDefinition }',
  );
  const declared = await loadContract(dir, workingTree);
  const jetStream = lazyJetStream();
  finished(() => jetStream.close());
  jetStream.configure({ servers: [nats.url], user: "observer", seed: nats.keys.nkeys.observer!.seed });
  const configuration = renderUsers(users, publicKeysOf(nats.keys));
  const live = await liveContract({ name: "live", jetStream, configuration }, declared);
  const { findings } = reviewContracts(
    { revision: { name: "live" }, contract: live },
    { revision: { name: "head" }, contract: declared },
  );
  const changes = findings.filter(({ name }) => name === "analytics");
  expect(changes.map(({ class: of, change }) => [of, change])).toEqual([
    ["widens", "`analytics` can now see configuration and state of `auth-events`; before: nothing"],
    [
      "narrows",
      expect.stringMatching(
        /may no longer publish to .*CONSUMER\.MSG\.NEXT\.auth-events-replay\.analytics-replay/,
      ),
    ],
  ]);
  expect(changes.map(({ consequence }) => consequence).join()).not.toContain("No change of its grants");
});

test("live review - what can't be asked is an error that says why", async () => {
  const { runReview } = await makeCheckout();
  const nobody = await runReview(...server(`nats://127.0.0.1:${await freePort()}`));
  expect(nobody).toMatchObject({ status: 2, stderr: expect.stringContaining("NATS can't be reached") });
  const stranger = writeSeed(nats.keys.nkeys.analytics!.seed);
  const refused = await runReview(...server(nats.url, stranger));
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("does not let this user") });
  vi.stubEnv("CLUSTER", "current");
  vi.stubEnv("KUBECONFIG", "/nowhere/kubeconfig");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await runReview("--live")).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/stack's servers can't be found: [\s\S]*`make status` shows/),
  });
  const unread = await runReview(...server(nats.url, "/nowhere/seed"));
  expect(unread).toMatchObject({ status: 2, stderr: expect.stringContaining('--seed-file "/nowhere/seed"') });
});
