import { expect, test } from "vitest";
import { missingTools } from "../../../tools/toolchain";
import { stackTools } from "../../../tools/up";
import { contextIn } from "../../../tools/up/current-cluster";
import { standIns } from "../support/stand-ins";

/** What kubectl shows of a context. */
function config(name: string, context: object): string {
  const contexts = [{ name, context: { cluster: name, user: name, ...context } }];
  return JSON.stringify({ kind: "Config", clusters: [], contexts, users: [], "current-context": name });
}

test("current cluster - the context's name, and who made it", () => {
  expect(contextIn(config("kind-dev", {}))).toEqual({ name: "kind-dev", providers: [] });
  const extension = { provider: "minikube.sigs.k8s.io", version: "v1.37.0" };
  const minikube = config("tests", { extensions: [{ name: "context_info", extension }, { name: "other" }] });
  expect(contextIn(minikube)).toEqual({ name: "tests", providers: ["minikube.sigs.k8s.io"] });
});

test("current cluster - with pulumi and kubectl on PATH nothing is downloaded or built, and Go is not asked for", async () => {
  const { calls } = standIns({
    pulumi: "echo v3.999.0",
    kubectl: "echo Client Version: v1.36.0",
    go: "exit 1",
  });
  expect(await missingTools(stackTools)).toEqual([]);
  expect(calls().map((call) => call.split(" ")[0])).not.toContain("go");
});
