import { expect, test } from "vitest";
import { onEachEvent } from "../../docs/examples/live-events";
import { authEvents, authServiceUser, notificationsUser, userLoggedOut } from "../../stream-config";
import { subscribe } from "../../stream-config/acl/verbs/subscribe";
import { until } from "../service/support";
import { startContractServer } from "../stream-config/support/contract-server";

const listener = { name: "listener", grants: [subscribe(authEvents, ["auth.user.*"])] };

test("live-events - gets what is published while it is there; without the right it is told so", async () => {
  const server = await startContractServer({ users: [authServiceUser, notificationsUser, listener] });
  const [subjects, troubles]: [string[], string[]] = [[], []];
  for (const user of [listener, notificationsUser]) {
    const connection = await server.connectAs(user);
    onEachEvent(
      connection,
      ({ subject }) => subjects.push(subject),
      ({ message }) => troubles.push(message),
    );
    await connection.flush();
  }
  const publisher = await server.connectAs(authServiceUser);
  const { subject, example: data } = userLoggedOut;
  publisher.publish(subject, JSON.stringify({ subject, data, metadata: {} }));
  await until(() => subjects.length > 0 && troubles.length > 0);
  expect(subjects).toEqual(["auth.user.logged_out"]);
  expect(troubles).toEqual([expect.stringMatching(/permissions violation/i)]);
});
