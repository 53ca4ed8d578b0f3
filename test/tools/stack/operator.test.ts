import { expect, onTestFinished, test } from "vitest";
import {
  authEvents,
  authEventsReplay,
  notifications,
  renderStream,
  replaySubject,
} from "../../../stream-config";
import { UserError } from "../../../tools/lib/errors";
import { explained } from "../../../tools/stack/operator";
import { startTestNats, type TestNats } from "../../support/servers";
import { suspend } from "../../support/suspend";
import { operatorOf } from "../support/events";

/** What the command says of the work's failure. */
async function told(work: Promise<unknown>): Promise<UserError> {
  const error = explained(
    await work.then(
      () => "no failure",
      (failure: unknown) => failure,
    ),
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

async function declareReplay(nats: TestNats, changes: object): Promise<void> {
  const admin = await nats.connectAs("stream-admin");
  const config = { ...renderStream(authEventsReplay, 1), ...changes };
  await admin.request(`AUTHJS.STREAM.CREATE.${authEventsReplay.name}`, JSON.stringify(config));
}

test("operator - a full stream is told as that", async () => {
  const nats = await startTestNats();
  await declareReplay(nats, { max_msgs: 1, discard: "new" });
  const { connection } = await operatorOf(nats);
  const publish = () => connection.jetstream().publish(replaySubject(notifications.name), "again");
  await publish();
  expect(await told(publish())).toMatchObject({
    message: "JetStream refused: maximum messages exceeded",
    fix: expect.stringContaining("shows whether it is full"),
  });
});

test("operator - what the user has no right to, what nobody answers and a lost connection are not a full stream", async () => {
  const nats = await startTestNats();
  const { connection, apiPrefix } = await operatorOf(nats);
  const forbidden = await told(connection.request(`${apiPrefix}.STREAM.DELETE.${authEvents.name}`));
  expect(forbidden.message).toMatch(/does not let the user operator do that: .*Permissions Violation/);
  const unanswered = await told(connection.jetstream().publish(replaySubject(notifications.name), "again"));
  expect(unanswered.message).toContain("Nobody answers");
  await connection.close();
  const lost = await told(connection.request(`${apiPrefix}.STREAM.INFO.${authEvents.name}`));
  expect(lost.message).toBe("The connection to NATS was lost");
});

test("operator - servers that hang did not refuse anything", async () => {
  const nats = await startTestNats();
  const { connection, apiPrefix } = await operatorOf(nats);
  suspend(nats.pid);
  onTestFinished(() => void process.kill(nats.pid, "SIGCONT"));
  const error = await told(connection.request(`${apiPrefix}.STREAM.INFO.${authEvents.name}`));
  expect(error.message).toBe("NATS did not answer in time");
});

test("operator - a mistake of the command keeps its stack", () => {
  const mistake = new TypeError("x is undefined");
  expect(explained(mistake)).toBe(mistake);
});
