import { test } from "vitest";
import { containerResources } from "../../../../infra/policy/rules/container-resources";
import { deployment, expectBroken, expectKept, withContainer } from "../support/resources";

test("container-resources - takes requests and a limit of memory", () => {
  expectKept(containerResources, deployment());
});

test.each([
  [undefined, /no resources\.requests\.cpu, resources\.requests\.memory, resources\.limits\.memory\. Set it/],
  [{ requests: { cpu: "1", memory: "1Gi" } }, /no resources\.limits\.memory\./],
  [{ requests: { memory: "1Gi" }, limits: { memory: "1Gi" } }, /no resources\.requests\.cpu\./],
])("container-resources - refuses %j", (resources, message) => {
  expectBroken(containerResources, message, withContainer({ resources }));
});
