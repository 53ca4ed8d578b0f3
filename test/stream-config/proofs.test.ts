import { expect, test } from "vitest";
import { authEvents, isWithin, permissionsOf, proofOf, users } from "../../stream-config";
import { subscribe } from "../../stream-config/acl/verbs/subscribe";

/** Who creates, changes, deletes, copies or restores can't try it without doing it. The second form of acks is unused. */
const untried =
  /STREAM\.(CREATE|UPDATE|DELETE|SNAPSHOT|RESTORE)\.|CONSUMER\.(CREATE|DELETE|PAUSE)\.|^\$JS\.SNAPSHOT\.|^\$JS\.ACK\.\*/;

test.each(users.map((user) => [user.name, user] as const))(
  "proofs of %s - try each right that can be tried, and no other",
  (_, user) => {
    const { requests, subscriptions } = proofOf(user);
    const rights = permissionsOf(user).publish;
    expect(requests.map(({ right }) => right)).toEqual(rights.filter((right) => !untried.test(right)));
    for (const { subject, right } of requests) {
      expect(isWithin(subject, right)).toBe(true);
      expect(subject).not.toMatch(/[*>]/);
    }
    expect(subscriptions).toEqual([]);
    expect(requests.length).toBeGreaterThan(0);
  },
);

test("proofs - of who is only told of events are its subscriptions", () => {
  const user = { name: "listener", grants: [subscribe(authEvents, ["auth.user.registered"])] };
  expect(proofOf(user)).toEqual({
    inboxPrefix: "_INBOX_listener",
    requests: [],
    subscriptions: ["auth.user.registered"],
  });
});
