import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { authEvents } from "../../stream-config";
import { connectClient } from "../../tools/stack/client";
import { readRegistrations, registrationsOf } from "./support/events";
import { clientConnections, notReady, runningDigest, serverNames, serverRuns } from "./support/nats-servers";
import { copyProgram, type Program } from "./support/program";
import { keepRegistering } from "./support/registering";
import {
  connectAs,
  kubectl,
  pulumi,
  raiseGeneration,
  register,
  secretOf,
  target,
  waitForRollout,
} from "./support/stack";

/** A copy of the program; what it changes is taken back after the test. */
function programThatChanges(): Program {
  onTestFinished(async () => {
    await pulumi("up", "--yes", "--skip-preview");
  });
  return copyProgram();
}

/** Three servers that start one after the other take their time. */
const patience = 600_000;

const up = ["up", "--yes", "--skip-preview"] as const;
const noChanges = ["preview", "--expect-no-changes"] as const;

test("changed rights - reach every running server, and no connection is dropped", async () => {
  const program = programThatChanges();
  const analytics = await connectAs("analytics", { reconnect: false });
  const consumerInfo = `AUTHJS.CONSUMER.INFO.${authEvents.name}.analytics`;
  await analytics.connection.request(consumerInfo);
  const [runs, connections] = [await serverRuns(), await clientConnections()];

  program.edit(
    "stream-config/users/analytics.ts",
    "consume(analytics)",
    'subscribe(authEvents, ["auth.user.registered"])',
  );
  const importOfConsume = 'import { consume } from "../acl/verbs/consume";';
  program.edit(
    "stream-config/users/analytics.ts",
    importOfConsume,
    `${importOfConsume}\nimport { subscribe } from "../acl/verbs/subscribe";`,
  );
  program.edit(
    "stream-config/users/analytics.ts",
    'import { replayOf } from "../consumers/replays";',
    'import { replayOf } from "../consumers/replays";\nimport { authEvents } from "../streams/auth-events";',
  );
  const output = await program.pulumi(...up);
  for (const server of serverNames) expect(output).toContain(`server ${server} reloaded its configuration`);

  expect(await serverRuns()).toEqual(runs);
  expect(await clientConnections()).toEqual(expect.arrayContaining(connections));
  await expect(analytics.connection.request(consumerInfo)).rejects.toThrow(/permissions violation/i);
  const received = new Promise<string>((resolve) => {
    analytics.connection.subscribe("auth.user.registered", {
      callback: (_, { subject }) => resolve(subject),
    });
  });
  await analytics.connection.flush();
  await register();
  expect(await received).toBe("auth.user.registered");
  await program.pulumi(...noChanges);
});

test("a server that somebody else reconfigured - shows in a preview, and up puts it right", async () => {
  const program = programThatChanges();
  const declared = await runningDigest("nats-1");
  const file = await kubectl("get", "configmap", "nats-users", "-o", "jsonpath={.data.accounts\\.conf}");
  const other = file.replace('"auth.user.logged_out", ', "");
  await kubectl("patch", "configmap", "nats-users", "--patch", patchOf(other));
  await kubectl("annotate", "pod", "nats-1", "auth-stack/test=1");
  await expect.poll(() => reloadAndAsk("nats-1"), { timeout: 90_000, interval: 2_000 }).not.toBe(declared);

  expect(await program.pulumi("preview", "--diff")).toMatch(/nats-1: "sha256:\w+" => "sha256:\w+"/);
  await program.pulumi(...up, "--refresh");
  expect(await runningDigest("nats-1")).toBe(declared);
  await program.pulumi(...noChanges);
});

function patchOf(accounts: string): string {
  return JSON.stringify({ data: { "accounts.conf": accounts } });
}

async function reloadAndAsk(server: string): Promise<string> {
  await kubectl("exec", server, "--", "/nats-server", "--signal", "reload=1");
  return runningDigest(server);
}

test(
  "a change that needs a restart - rolls one server at a time, and no event is lost",
  async () => {
    const program = programThatChanges();
    const runs = await serverRuns();
    const registering = keepRegistering();
    await registering.oneMore();
    const readiness = watchReadiness();
    program.edit("stream-config/render/server.ts", "lame_duck_duration: 30s", "lame_duck_duration: 31s");
    await program.pulumi(...up);

    expect(await readiness.stop()).toBe(1);
    expect((await serverRuns()).filter((run) => runs.includes(run))).toEqual([]);
    await program.pulumi(...noChanges);
    await registering.oneMore();
    const users = await registering.stop();
    const events = await readRegistrations(users.map(({ id }) => id));
    for (const { id } of users) expect(registrationsOf(id, events)).toBe(1);
  },
  patience,
);

/** Looks again and again, and tells how many servers at most were not ready at the same time. */
function watchReadiness() {
  let [most, going] = [0, true];
  const loop = (async () => {
    while (going) {
      most = Math.max(most, await notReady());
      await sleep(200);
    }
  })();
  const stop = async () => {
    going = false;
    await loop;
    return most;
  };
  return { stop };
}

test(
  "new keys of NATS users - are reloaded, old seeds are refused, and no event is lost",
  async () => {
    onTestFinished(() => waitForRollout("deployment/auth-service"));
    const [old, runs] = [await secretOf("analytics"), await serverRuns()];
    const registering = keepRegistering();
    await registering.oneMore();
    await raiseGeneration("auth-stack:nats.keyGeneration");
    await pulumi(...up);

    expect(await serverRuns()).toEqual(runs);
    await expect(connectClient(target, old)).rejects.toMatchObject({ code: "AUTHORIZATION_VIOLATION" });
    await registering.oneMore();
    const users = await registering.stop();
    const events = await readRegistrations(users.map(({ id }) => id));
    for (const { id } of users) expect(registrationsOf(id, events)).toBe(1);
  },
  patience,
);
