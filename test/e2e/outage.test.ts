import { expect, onTestFinished, test } from "vitest";
import { readRegistrations, registrationsOf } from "./support/events";
import { kubectl, register, waitForRollout } from "./support/stack";

test("NATS outage - a registration is answered and its event is in the stream afterwards, once", async () => {
  onTestFinished(async () => {
    await kubectl("scale", "statefulset/nats", "--replicas=3");
    await waitForRollout("statefulset/nats");
  });
  await kubectl("scale", "statefulset/nats", "--replicas=0");
  await kubectl("wait", "--for=delete", "pod", "-l", "app.kubernetes.io/name=nats", "--timeout=180s");
  const user = await register();
  await kubectl("scale", "statefulset/nats", "--replicas=3");
  await waitForRollout("statefulset/nats");
  const later = await register();
  const events = await readRegistrations([user.id, later.id]);
  expect(registrationsOf(user.id, events)).toBe(1);
});
