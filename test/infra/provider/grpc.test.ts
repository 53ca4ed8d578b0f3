import { status } from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { version } from "../../../package.json";
import { secret, startEngine, type TestEngine, unknownValue } from "./engine";

let engine: TestEngine;

beforeEach(async () => {
  engine = await startEngine(onTestFinished);
});

test("provider - tells its version", async () => {
  const info = await new Promise((resolve, reject) => {
    engine.client.getPluginInfo(new Empty(), (error, answer) =>
      error ? reject(error) : resolve(answer.getVersion()),
    );
  });
  expect(info).toBe(version);
});

test("provider - its schema has every resource, with what is needed and what is secret", async () => {
  const schema = await new Promise<string>((resolve, reject) => {
    engine.client.getSchema(new proto.GetSchemaRequest(), (error, answer) =>
      error ? reject(error) : resolve(answer.getSchema()),
    );
  });
  const { resources, provider } = JSON.parse(schema);
  expect(Object.keys(resources).sort()).toEqual([
    "authstack:jetstream:Consumer",
    "authstack:jetstream:Stream",
    "authstack:keys:Certificate",
    "authstack:keys:Nkey",
    "authstack:keys:Password",
    "authstack:keys:SigningKey",
    "authstack:kubernetes:Rollout",
    "authstack:nats:ServerConfiguration",
    "authstack:nats:UserRights",
    "authstack:stack:Settings",
  ]);
  expect(resources["authstack:jetstream:Stream"]).toMatchObject({
    requiredInputs: ["name"],
    inputProperties: {
      subjects: { type: "array", items: { type: "string" } },
      replicas: { type: "integer" },
    },
  });
  expect(resources["authstack:keys:Nkey"].properties.seed).toMatchObject({ type: "string", secret: true });
  expect(provider.inputProperties.seed).toMatchObject({ secret: true });
});

test("provider - a resource that it doesn't have is refused by name", async () => {
  await expect(engine.check("authstack:keys:Other", {})).rejects.toMatchObject({
    code: status.FAILED_PRECONDITION,
    details: expect.stringContaining('no resource "authstack:keys:Other"'),
  });
});

test("provider - secrets and unknown values pass the check as they came", async () => {
  const { inputs, failures } = await engine.check("authstack:keys:Password", {
    length: secret(43),
    generation: unknownValue,
  });
  expect(failures).toEqual([]);
  expect(inputs).toEqual({ length: secret(43), generation: unknownValue });
  const { state } = await engine.create("authstack:keys:Password", { length: secret(43), generation: 1 });
  expect(state.length).toEqual(secret(43));
});

test("provider - a bad secret is refused without being shown", async () => {
  const { failures } = await engine.check("authstack:keys:Password", { length: secret("hunter2") });
  expect(failures).toEqual(["length: the value must be integer"]);
});

test("provider - everything wrong is told at once, each by its path", async () => {
  const { failures } = await engine.check("authstack:jetstream:Stream", {
    subjects: [1],
    replicas: "3",
    size: 1,
  });
  expect(failures.map((failure) => failure.split(":")[0]).sort()).toEqual([
    "name",
    "replicas",
    "size",
    "subjects[0]",
  ]);
});

test("provider - a changed configuration never replaces what it manages", async () => {
  const before = { servers: ["nats://a:4222"], user: "stream-admin" };
  const after = { portForward: { namespace: "auth-stack" }, user: "observer" };
  expect(await engine.diffConfig(before, after)).toEqual({
    changes: "some",
    fields: { portForward: "add", servers: "delete", user: "update" },
    replaces: [],
  });
  expect(await engine.diffConfig(before, before)).toMatchObject({ changes: "none" });
});
