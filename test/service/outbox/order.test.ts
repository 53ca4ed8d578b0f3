import { expect, test } from "vitest";
import {
  bearer,
  countEvents,
  eventsOf,
  openSession,
  post,
  readEvents,
  shareStack,
  startApp,
  until,
} from "../support";

const stack = shareStack();

test("order - each user's events come in the order of what the user did", async () => {
  const { app } = await startApp(stack.config);
  const events = await readEvents(stack.nats);
  const users = await Promise.all(
    Array.from({ length: 8 }, async () => {
      let { userId, accessToken, refreshToken } = await openSession(app);
      for (let rotation = 0; rotation < 6; rotation += 1) {
        ({ accessToken, refreshToken } = (await post(app, "/auth/refresh", { refreshToken })).json());
      }
      await post(app, "/auth/logout", {}, bearer(accessToken));
      return userId;
    }),
  );
  await until(() => events.length === 8 * 9);
  for (const userId of users) {
    expect(eventsOf(events, userId).map(({ subject }) => subject)).toEqual([
      "auth.user.registered",
      "auth.user.logged_in",
      ...Array(6).fill("auth.user.token_refreshed"),
      "auth.user.logged_out",
    ]);
  }
  expect(await countEvents(stack.nats)).toBe(8 * 9);
});
