import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readRegistrations, registrationsOf } from "./support/events";
import { kubectl, post, register, waitForRollout } from "./support/stack";

type Registered = Awaited<ReturnType<typeof register>>;

/** Registers one user after another until told to stop; keeps those that were acknowledged. */
function keepRegistering(): { stop: () => Promise<Registered[]> } {
  const acknowledged: Registered[] = [];
  let going = true;
  const loop = (async () => {
    while (going) {
      await register().then(
        (user) => acknowledged.push(user),
        () => undefined,
      );
      await sleep(100);
    }
  })();
  const stop = async () => {
    going = false;
    await loop;
    return acknowledged;
  };
  return { stop };
}

test.each([
  ["the auth service", "auth-service", "deployment/auth-service"],
  ["one NATS server", "nats", "statefulset/nats"],
  ["Redis", "redis", "statefulset/redis"],
])("killed pod - of %s: heals, and nothing acknowledged is lost", async (_what, part, rollout) => {
  const registering = keepRegistering();
  await sleep(1_000);
  const pods = await kubectl("get", "pods", "-l", `app.kubernetes.io/name=${part}`, "-o", "name");
  await kubectl("delete", pods.split("\n")[0] ?? "", "--grace-period=0", "--force");
  await waitForRollout(rollout);
  await sleep(1_000);
  const users = [...(await registering.stop()), await register()];
  const events = await readRegistrations(users.map(({ id }) => id));
  for (const { id, email, password } of users) {
    expect(registrationsOf(id, events)).toBe(1);
    expect((await post("/auth/login", { email, password })).status).toBe(200);
  }
});

test("rolling update - no request fails while every pod of the service is replaced", async () => {
  let going = true;
  const statuses: number[] = [];
  const loop = (async () => {
    while (going) statuses.push((await fetch("http://127.0.0.1:3001/.well-known/jwks.json")).status);
  })();
  await kubectl("rollout", "restart", "deployment/auth-service");
  await waitForRollout("deployment/auth-service");
  going = false;
  await loop;
  expect(new Set(statuses)).toEqual(new Set([200]));
});
