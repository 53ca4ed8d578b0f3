import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { Config } from "../../../service/src/config";
import { createLocalKeys, type LocalKeys } from "../../../tools/local/keys";
import {
  declareStreams,
  type OnFinished,
  startTestNats,
  startTestRedis,
  type TestNats,
  type TestServer,
} from "../../support/servers";
import { publishedSecrets } from "../published";
import { configFor } from "./config";

/** Real servers for the service, with the keys that it needs. */
export interface TestStack {
  readonly keys: LocalKeys;
  readonly redis: TestServer;
  readonly nats: TestNats;
  readonly config: Config;
}

/** What is not as usual about a stack. */
export interface StackOptions {
  /** Whether nats-server has the stream. */
  readonly stream?: boolean;
  /** Further lines of redis.conf. */
  readonly redis?: readonly string[];
}

/** Redis, and a nats-server that has the stream unless told otherwise. No secret may have been published at the end. */
export async function startStack(
  onFinished: OnFinished = onTestFinished,
  { stream = true, redis: settings = [] }: StackOptions = {},
): Promise<TestStack> {
  const localKeys = createLocalKeys();
  const [redis, nats] = await Promise.all([
    startTestRedis(localKeys.redisPassword, onFinished, settings),
    startTestNats({ keys: localKeys }, onFinished),
  ]);
  onFinished(async () => {
    const published = publishedSecrets(nats);
    if (published.length > 0) throw new Error(`There are events with ${published.join(" and ")}`);
  });
  if (stream) await declareStreams(nats);
  return { keys: localKeys, redis, nats, config: configFor(localKeys, redis.url, nats.url) };
}

/** Servers that the tests of a file share, there from the first test on. */
export function shareStack(): TestStack {
  const stack = {} as TestStack;
  const cleanUps: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    Object.assign(stack, await startStack((cleanUp) => cleanUps.unshift(cleanUp)));
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
  return stack;
}
