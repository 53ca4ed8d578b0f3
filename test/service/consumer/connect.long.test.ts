import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createUser } from "@nats-io/nkeys";
import { expect, onTestFinished, test } from "vitest";
import { ack, connectConsumer, SettingError } from "../../../service/consumer/src";
import client from "../../../stream-config/rendered/clients/analytics.json";
import { createLocalKeys } from "../../../tools/local/keys";
import { freePort } from "../../../tools/local/ports";
import { halfOpenWay } from "../../support/half-open";
import { startTestNats, type TestNats, temporaryDir } from "../../support/servers";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();

/** The environment of a consuming service, its seed's file, and what it was told. */
function environment(nats: Pick<TestNats, "url">, seed: string) {
  const file = join(temporaryDir(), "seed");
  writeFileSync(file, `${seed}\n`);
  const troubles: string[] = [];
  const connect = async () => {
    const env = { NATS_URL: nats.url, NATS_SEED_FILE: file };
    const connection = await connectConsumer(client, env, ({ message }) => void troubles.push(message));
    onTestFinished(() => connection.close());
    return connection;
  };
  return { file, troubles, connect };
}

function seedOf(nats: TestNats): string {
  return nats.keys.nkeys.analytics!.seed;
}

test("consumer connection - one that swallows everything is noticed within 30 s, told, and reading goes on", async () => {
  const way = await halfOpenWay(bench.nats.url);
  const { connect, troubles } = environment(way, seedOf(bench.nats));
  const seen: string[] = [];
  await bench.subscribe(
    {
      "auth.user.logged_out": async ({ id }) => {
        seen.push(id);
        return ack;
      },
    },
    { connection: await connect(), onTrouble: ({ message }) => void troubles.push(message) },
  );
  const before = await bench.publish(loggedOut());
  await until(() => seen.includes(before));
  way.freeze();
  const frozen = performance.now();
  // What is delivered into the void comes again after its ack wait; the request that it answered stands for 2 s.
  await bench.publish(loggedOut());
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const after = await bench.publish(loggedOut());
  await until(() => seen.includes(after), 60);
  expect(performance.now() - frozen).toBeLessThan(30_000);
  expect(troubles).toContain("NATS doesn't answer any more: the connection is given up, and made anew");
});

test("consumer connection - refused logins end nothing: told once, tried on, and the seed's file is read anew", async () => {
  const keys = createLocalKeys();
  const [old, other] = [keys.nkeys.analytics!, createUser()];
  const port = await freePort();
  const withKey = (publicKey: string, seed: string) => ({
    ...keys,
    nkeys: { ...keys.nkeys, analytics: { publicKey, seed } },
  });
  const first = await startTestNats({ keys, port });
  const { connect, troubles, file } = environment(first, old.seed);
  const connection = await connect();
  const reported: string[] = [];
  await bench.subscribe({}, { connection, onTrouble: ({ message }) => void reported.push(message) });
  await first.stop("SIGKILL");
  const seed = new TextDecoder().decode(other.getSeed());
  const second = await startTestNats({ keys: withKey(other.getPublicKey(), seed), port });
  const refusals = () => reported.filter((message) => message.includes("refuses the login"));
  await until(() => refusals().length > 0, 30);
  // Long enough for more than the two after which the client gives up by itself.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(connection.isClosed()).toBe(false);
  expect(refusals()).toHaveLength(1);
  writeFileSync(file, seed);
  await until(() => answers(connection), 30);
  expect(troubles).toEqual([]);
  await second.stop("SIGKILL");
});

async function answers(connection: { rtt(): Promise<number> }): Promise<boolean> {
  return connection.rtt().then(
    () => true,
    () => false,
  );
}

test("consumer connection - what it waits for at the start is told, once per reason, until it connects", async () => {
  const keys = createLocalKeys();
  const port = await freePort();
  const { connect, troubles, file } = environment(
    { url: `nats://127.0.0.1:${port}` },
    createLocalKeys().nkeys.analytics!.seed,
  );
  const connecting = connect();
  await until(() => troubles.length === 1);
  await startTestNats({ keys, port });
  await until(() => troubles.length === 2, 30);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  writeFileSync(file, keys.nkeys.analytics!.seed);
  expect((await connecting).isClosed()).toBe(false);
  expect(troubles).toEqual([
    expect.stringMatching(/^NATS can't be reached as analytics: CONNECTION_REFUSED; it is tried on$/),
    expect.stringMatching(/^NATS refuses the login of analytics \(AUTHORIZATION_VIOLATION\): /),
  ]);
});

test("consumer connection - a file that can't be read for a while is no reason to give up", async () => {
  const { connect, file } = environment(bench.nats, seedOf(bench.nats));
  const connection = await connect();
  writeFileSync(file, "half a se");
  await connection.reconnect();
  await until(() => answers(connection));
  expect(connection.isClosed()).toBe(false);
});

test("consumer connection - without its settings, or a seed in the file, it fails at once", async () => {
  await expect(connectConsumer(client, {})).rejects.toThrow(SettingError);
  const { connect } = environment(bench.nats, "no seed");
  await expect(connect()).rejects.toThrow();
});
