import { test } from "vitest";
import { protectedStreams } from "../../../../infra/policy/rules/protected-streams";
import { notYetKnown } from "../../../../infra/policy/values";
import { expectBroken, expectKept } from "../support/resources";

const stream = (props: object) => ({
  type: "authstack:jetstream:Stream",
  name: "auth-events",
  props: { name: "auth-events", replicas: 3, ...props },
});

test.each([{}, { storage: "file", deletionPolicy: "retain" }, { replicas: 5 }, { replicas: notYetKnown }])(
  "protected-streams - takes %o",
  (props) => {
    expectKept(protectedStreams, stream(props));
  },
);

test.each([
  [{ replicas: 1 }, /has replicas 1\. Set it to 3 or 5/],
  [{ replicas: undefined }, /has replicas 1/],
  [{ storage: "memory" }, /has storage "memory"\. Set it to "file"/],
  [{ deletionPolicy: "delete" }, /has deletionPolicy "delete"\. Set it to "retain".*onDestroy: retain/],
])("protected-streams - refuses %o", (props, message) => {
  expectBroken(protectedStreams, message, stream(props));
});
