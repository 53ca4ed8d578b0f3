import { beforeAll, beforeEach } from "vitest";
import { afterFile } from "../../support/after-file";
import { type OnFinished, startTestNats, type TestNats } from "../../support/servers";
import { startEngine, type TestEngine, type Wire } from "./engine";

/** The provider, connected to a server of the test's own. */
export interface LiveProvider {
  readonly nats: TestNats;
  readonly engine: TestEngine;
  /** A request as another client of the same rights would make it; throws the server's refusal. */
  readonly api: (call: string, body?: unknown) => Promise<Wire>;
}

/** Starts a server and the provider, which is connected to it as `stream-admin`. */
export async function startLiveProvider(finished: OnFinished): Promise<LiveProvider> {
  const nats = await startTestNats({}, finished);
  const engine = await startEngine(finished);
  const { "stream-admin": admin, "stream-backup": backup } = nats.keys.nkeys;
  await engine.configure({ servers: [nats.url], seed: admin!.seed, backupSeed: backup!.seed });
  const api: LiveProvider["api"] = async (call, body) => {
    const admin = await nats.connectAs("stream-admin");
    const payload = body === undefined ? "" : JSON.stringify(body);
    const answer = await admin.request(`AUTHJS.${call}`, payload, { timeout: 15_000 });
    const { error, ...rest } = answer.json<Wire & { error?: { description: string } }>();
    if (error) throw new Error(error.description);
    return rest;
  };
  return { nats, engine, api };
}

/** A provider that the tests of a file share, there from the first test on; each begins without the stream `auth-events`. */
export function shareLiveProvider(): LiveProvider {
  const live = {} as LiveProvider;
  const finished = afterFile();
  beforeAll(async () => {
    Object.assign(live, await startLiveProvider(finished));
  });
  beforeEach(async () => {
    await live.api("STREAM.DELETE.auth-events").catch(() => undefined);
    live.engine.messages.length = 0;
  });
  return live;
}
