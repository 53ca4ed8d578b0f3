import { expectTypeOf, test } from "vitest";
import { authEvents, type ConsumerDefinition, notifications } from "../../stream-config";
import { consume } from "../../stream-config/acl/verbs/consume";
import { manage } from "../../stream-config/acl/verbs/manage";
import { observe } from "../../stream-config/acl/verbs/observe";
import { publish } from "../../stream-config/acl/verbs/publish";
import { replay } from "../../stream-config/acl/verbs/replay";
import { subscribe } from "../../stream-config/acl/verbs/subscribe";
import type { EventSubject } from "../../stream-config/events/subjects";

type AuthEvent = Extract<EventSubject, `auth.user.${string}`>;

const undeclared = { ...notifications, name: "undeclared" } as const;
const otherStream = { ...authEvents, name: "other-events" } as const;

test("types - publish takes the contract's events only", () => {
  expectTypeOf(publish<typeof authEvents>)
    .parameter(1)
    .toEqualTypeOf<readonly AuthEvent[]>();
  publish(authEvents, ["auth.user.registered"]);
  // @ts-expect-error no such event type
  publish(authEvents, ["auth.user.regstered"]);
  // @ts-expect-error a wildcard is more than the contract's events
  publish(authEvents, ["auth.user.*"]);
});

test("types - subscribe takes the stream's subjects and its events", () => {
  subscribe(authEvents, ["auth.user.*", "auth.user.logged_in"]);
  // @ts-expect-error wider than the stream
  subscribe(authEvents, ["auth.>"]);
});

test("types - grants name declared streams and consumers only", () => {
  // @ts-expect-error consumers/index.ts does not declare it
  consume(undeclared);
  // @ts-expect-error consumers/index.ts does not declare it
  manage(authEvents, [undeclared]);
  // @ts-expect-error consumers/index.ts does not declare it
  observe(authEvents, [undeclared]);
  // @ts-expect-error streams/index.ts does not declare it
  replay(otherStream);
});

test("types - a consumer belongs to a stream that exists and gets what it stores", () => {
  type OfAuthEvents = ConsumerDefinition<typeof authEvents>;
  expectTypeOf<OfAuthEvents["stream"]>().toEqualTypeOf<"auth-events">();
  expectTypeOf<OfAuthEvents["filterSubjects"]>().toEqualTypeOf<readonly ("auth.user.*" | AuthEvent)[]>();
  expectTypeOf<"auth.user.undeclared">().not.toExtend<OfAuthEvents["filterSubjects"][number]>();
});
