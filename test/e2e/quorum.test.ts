import { expect, onTestFinished, test } from "vitest";
import { authEvents } from "../../stream-config";
import { findDiagnostics } from "../../tools/stack/pulumi";
import { copyProgram } from "./support/program";
import { connectAs, kubectl, pulumi, waitForRollout } from "./support/stack";

const up = ["up", "--yes", "--skip-preview"] as const;

async function bringBack(): Promise<void> {
  await kubectl("scale", "statefulset/nats", "--replicas=3");
  await waitForRollout("statefulset/nats");
}

async function liveDescription(): Promise<string | undefined> {
  const { connection, close } = await connectAs("observer");
  const info = await connection.request(`AUTHJS.STREAM.INFO.${authEvents.name}`);
  await close();
  return info.json<{ config: { description?: string } }>().config.description;
}

test("a NATS cluster without quorum - a stream's change fails with one clear error, is made whole or not at all, and can be retried", async () => {
  onTestFinished(async () => {
    await bringBack();
    await pulumi(...up);
  });
  const program = copyProgram();
  const other = `${authEvents.description} (changed)`;
  program.edit("stream-config/streams/auth-events.ts", authEvents.description, other);

  await kubectl("scale", "statefulset/nats", "--replicas=1");
  await kubectl("wait", "--for=delete", "pod/nats-1", "pod/nats-2", "--timeout=120s");
  // A refresh would find that servers are missing, and the update would bring them back first.
  const failure = await program.pulumi(...up, "--refresh=false").then(() => "", String);
  const errors = findDiagnostics(failure).match(/error: (?!update failed).*/g);
  expect(errors).toEqual([expect.stringMatching(/no quorum|no ready pods/i)]);

  await bringBack();
  // A leader that does not know yet that it is alone keeps the change, and makes it when the others are back.
  expect([authEvents.description, other]).toContain(await liveDescription());
  await program.pulumi(...up);
  expect(await liveDescription()).toBe(other);
  await program.pulumi("preview", "--expect-no-changes");
}, 600_000);
