import { describe, expect, test } from "vitest";
import { readRegistrations, registrationsOf } from "./support/events";
import { crash, firstPod } from "./support/kill";
import { keepRegistering } from "./support/registering";
import { kubectl, post, waitForRollout } from "./support/stack";

async function login(email: string, password: string): Promise<number> {
  return (await post("/auth/login", { email, password })).status;
}

const parts = [
  ["the auth service", "auth-service", "deployment/auth-service"],
  ["one NATS server", "nats", "statefulset/nats"],
  ["Redis", "redis", "statefulset/redis"],
] as const;

const failures = [
  ["process is killed", crash],
  ["pod is deleted", (pod: string) => kubectl("delete", "pod", pod, "--now")],
] as const;

describe.each(parts)("%s", (_part, label, rollout) => {
  test.each(failures)("its %s - heals, and nothing acknowledged is lost", async (_failure, fail) => {
    const registering = keepRegistering();
    await registering.oneMore();
    await fail(await firstPod(label));
    await waitForRollout(rollout);
    await registering.oneMore();
    const users = await registering.stop();
    const events = await readRegistrations(users.map(({ id }) => id));
    for (const { id, email, password } of users) {
      expect(registrationsOf(id, events)).toBe(1);
      // The other pod of the service may still be on its way back to its store.
      await expect.poll(() => login(email, password), { timeout: 30_000 }).toBe(200);
    }
  });
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
