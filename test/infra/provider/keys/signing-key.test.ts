import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { signingKeysFile } from "../../../../infra/components/auth-service/environment";
import { authstack } from "../../../../infra/provider/authstack";
import { keptSeconds } from "../../../../infra/provider/keys/signing-key";
import { ConfigFiles } from "../../../../service/src/config";
import { toSeconds } from "../../../../stream-config";
import { type Env, parseEnv } from "../../../../stream-config/environment/env";
import { temporaryDir } from "../../../support/servers";
import { type Recorded, secret, startEngine, type TestEngine, type Wire } from "../engine";

const token = "authstack:keys:SigningKey";
const start = Date.parse("2030-01-01T00:00:00Z") / 1000;

let now: number;
let engine: TestEngine;

beforeEach(async () => {
  now = start;
  engine = await startEngine(
    onTestFinished,
    authstack(() => new Date(now * 1000)),
  );
});

/** What `pulumi up` makes of a changed declaration. */
async function change(before: Recorded, given: Wire): Promise<Recorded> {
  const { inputs, failures } = await engine.check(token, given, before.inputs);
  expect(failures).toEqual([]);
  return engine.update(token, before, inputs);
}

/** The private keys in the state, newest first; fails when one is there in the clear. */
function keysOf({ state }: Recorded): { kid: string; nbf?: number; d: string }[] {
  const reveal = (name: string) => {
    const { value } = state[name] as { value: string };
    expect(state[name]).toEqual(secret(value));
    return JSON.parse(value);
  };
  return [reveal("privateJwk"), ...(state.previousJwks === undefined ? [] : reveal("previousJwks"))];
}

const kids = (recorded: Recorded) => keysOf(recorded).map(({ kid }) => kid);

test("SigningKey - the first key signs at once", async () => {
  const [key, ...others] = keysOf(await engine.up(token, {}));
  expect(key).not.toHaveProperty("nbf");
  expect(others).toEqual([]);
});

test("SigningKey - a higher generation adds a key that signs later, and keeps the one before", async () => {
  const first = await engine.up(token, {});
  const second = await change(first, { generation: 2, leadMinutes: 30 });
  const [added, kept] = keysOf(second);
  expect(added!.nbf).toBe(start + 30 * 60);
  expect(kept).toEqual(keysOf(first)[0]);
  expect(second.state.kid).toBe(added!.kid);
  expect(engine.messages).toEqual([
    `key ${added!.kid} is the newest and signs from 2030-01-01T00:30:00.000Z on; keys from before that stay: 1`,
  ]);
  expect(JSON.parse(String(second.state.publicJwk))).not.toHaveProperty("d");
});

test("SigningKey - raised again before the new key signs, no key is dropped that does", async () => {
  const first = await engine.up(token, {});
  const second = await change(first, { generation: 2, leadMinutes: 60 });
  now += 60;
  const third = await change(second, { generation: 3, leadMinutes: 5 });
  expect(kids(third).slice(1)).toEqual(kids(second));
  const [newest, before] = keysOf(third);
  expect(newest!.nbf).toBeGreaterThan(before!.nbf!);
});

test("SigningKey - the next rotation drops a key whose last token has expired", async () => {
  const first = await engine.up(token, {});
  const second = await change(first, { generation: 2 });
  const [added] = keysOf(second);
  now = added!.nbf! + keptSeconds - 1;
  expect(kids(await change(second, { generation: 3 }))).toHaveLength(3);
  now += 1;
  expect(kids(await change(second, { generation: 3 })).slice(1)).toEqual([added!.kid]);
});

test("SigningKey - keys are kept longer than the service lets an access token live", () => {
  const accepted = (ttl: string) => parseEnv({ ACCESS_TOKEN_TTL: ttl }).problems.length === 0;
  expect(["24h", "999m", "9999s"].map(accepted)).toEqual([true, true, true]);
  expect(["25h", "1d", "1000m", "10000s"].map(accepted)).toEqual([false, false, false, false]);
  expect(keptSeconds).toBeGreaterThan(toSeconds("24h"));
});

test("SigningKey - the service takes the keys before and after a rotation", async () => {
  const first = await engine.up(token, {});
  const second = await change(first, { generation: 2 });
  for (const keys of [keysOf(first), keysOf(second)]) {
    const [newest, ...previous] = keys;
    const path = join(temporaryDir(), "signing-keys.json");
    const list = previous.length === 0 ? undefined : JSON.stringify(previous);
    writeFileSync(path, signingKeysFile([JSON.stringify(newest), list]));
    const files = new ConfigFiles({ SIGNING_KEYS_FILE: path } as Env);
    expect(files.signingKeys("SIGNING_KEYS_FILE")).toEqual(keys);
  }
});

test("SigningKey - a revoked key is replaced at once when there is no other", async () => {
  const first = await engine.up(token, {});
  const [stolen] = kids(first);
  const after = await change(first, { revoked: [stolen] });
  const [key, ...others] = keysOf(after);
  expect(key!.kid).not.toBe(stolen);
  expect(key).not.toHaveProperty("nbf");
  expect(others).toEqual([]);
  expect(engine.messages.join()).toContain("signs at once; keys from before that stay: 0");
});

test("SigningKey - of two keys the one that is not revoked stays, whichever it is", async () => {
  const two = await change(await engine.up(token, {}), { generation: 2 });
  const [newest, previous] = kids(two);
  expect(kids(await change(two, { generation: 2, revoked: [newest] }))).toEqual([previous]);
  expect(kids(await change(two, { generation: 2, revoked: [previous] }))).toEqual([newest]);
});

test("SigningKey - a new lead and ids that are long gone change no key", async () => {
  const first = await engine.up(token, {});
  const after = await change(first, { leadMinutes: 5, revoked: ["x".repeat(43)] });
  expect(keysOf(after)).toEqual(keysOf(first));
});

test("SigningKey - a key made before there was a lead goes on", async () => {
  const { id, inputs, state, refreshBeforeUpdate } = await engine.up(token, { leadMinutes: 60 });
  const { leadMinutes: _, ...older } = state;
  const recorded = { id, inputs, state: older, refreshBeforeUpdate };
  expect(keysOf(await change(recorded, { leadMinutes: 60 }))).toEqual(keysOf(recorded));
});
