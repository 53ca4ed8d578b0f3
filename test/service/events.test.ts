import { expect, test } from "vitest";
import {
  AuthEventType,
  type EventSource,
  publishAuthEvent,
  publishUserLoggedIn,
  publishUserLoggedOut,
  publishUserRegistered,
  publishUserTokenRefreshed,
} from "../../service/src/events";
import { redactPersonalData } from "../../service/src/outbox/report";
import type { OutboxEntry } from "../../service/src/store/outbox-entry";
import {
  authServiceUser,
  events,
  permissionsOf,
  userLoggedIn,
  userLoggedOut,
  userRegistered,
  userTokenRefreshed,
} from "../../stream-config";

const metadata = { service: "auth-service", version: "1.2.3", environment: "test" };
const origin = {
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  requestId: "request-1",
};
const on: EventSource = { messaging: "on", metadata, origin };
const keep = async (entry: OutboxEntry | undefined) => entry;

test("events - what the service publishes is in the contract, and its user may publish it", () => {
  const types = Object.values<string>(AuthEventType);
  expect(events.map(({ subject }) => subject)).toEqual(expect.arrayContaining(types));
  expect(permissionsOf(authServiceUser).publish).toEqual(expect.arrayContaining(types));
});

const helpers = [
  [
    AuthEventType.UserRegistered,
    () => publishUserRegistered(on, userRegistered.example, keep),
    userRegistered,
  ],
  [AuthEventType.UserLoggedIn, () => publishUserLoggedIn(on, userLoggedIn.example, keep), userLoggedIn],
  [AuthEventType.UserLoggedOut, () => publishUserLoggedOut(on, userLoggedOut.example, keep), userLoggedOut],
  [
    AuthEventType.UserTokenRefreshed,
    () => publishUserTokenRefreshed(on, userTokenRefreshed.example, keep),
    userTokenRefreshed,
  ],
] as const;

test.each(helpers)(
  "events - the helper for %s commits the documented envelope",
  async (type, publish, { example }) => {
    const entry = await publish();
    expect(entry).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), ...origin });
    expect(JSON.parse(entry!.body)).toEqual({ subject: type, data: example, metadata });
  },
);

test("events - returns what the commit returns and throws what it throws", async () => {
  const data = userLoggedOut.example;
  const publish = (commit: () => Promise<string>) =>
    publishAuthEvent(on, AuthEventType.UserLoggedOut, data, commit);
  expect(await publish(async () => "done")).toBe("done");
  await expect(publish(() => Promise.reject(new Error("store")))).rejects.toThrow("store");
});

test("events - with messaging off the commit gets no entry", async () => {
  const off: EventSource = { messaging: "off", metadata, origin };
  expect(await publishUserLoggedOut(off, userLoggedOut.example, keep)).toBeUndefined();
});

test("events - a field too many is refused before the commit, and the error holds no values", async () => {
  const data = { ...userLoggedOut.example, password: "hidden" };
  const publish = publishUserLoggedOut(on, data, () => expect.unreachable());
  await expect(publish).rejects.toThrow("Event auth.user.logged_out does not match its schema");
  await expect(publish).rejects.not.toThrow("hidden");
});

test("events - personal data is what the contract marks as such", () => {
  expect(redactPersonalData(userLoggedIn.example)).toEqual({
    ...userLoggedIn.example,
    email: "[redacted]",
    ip: "[redacted]",
    userAgent: "[redacted]",
  });
});
