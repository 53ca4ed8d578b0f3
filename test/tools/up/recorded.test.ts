import { expect, test } from "vitest";
import { recordedSettings } from "../../../tools/up/recorded";

const exported = (resources?: unknown) =>
  JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });

const record = {
  type: "authstack:stack:Settings",
  inputs: {
    namespace: "auth-stack",
    values: { "nats.keyGeneration": 2, "nats.storage": "4Gi", "redis.storageClass": "", "of.later": 1 },
  },
};

test("recorded - a stack's record is found, without the cluster's default class and what this version does not know", () => {
  const resources = [{ type: "pulumi:pulumi:Stack" }, record];
  expect(recordedSettings(exported(resources))).toEqual({ "nats.keyGeneration": 2, "nats.storage": "4Gi" });
});

test.each([[undefined], [[]], [[{ type: "pulumi:pulumi:Stack" }]]])(
  "recorded - a stack with the resources %j has none",
  (resources) => {
    expect(recordedSettings(exported(resources))).toEqual({});
  },
);
