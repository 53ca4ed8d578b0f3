import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadKubeconfig } from "../../../../infra/provider/kubernetes/client";
import { temporaryDir } from "../../../support/servers";

const kubeconfig = JSON.stringify({
  clusters: ["a", "b"].map((name) => ({ name, cluster: { server: `https://${name}` } })),
  users: [{ name: "admin", user: { token: "hidden" } }],
  contexts: ["a", "b"].map((name) => ({ name, context: { cluster: name, user: "admin" } })),
  "current-context": "a",
});

async function serverOf(access: Parameters<typeof loadKubeconfig>[0]) {
  return (await loadKubeconfig(access)).getCurrentCluster()?.server;
}

test("kubeconfig - may be a path or the text itself, as for the Kubernetes provider", async () => {
  const path = join(temporaryDir(), "kubeconfig");
  writeFileSync(path, kubeconfig);
  expect(await serverOf({ kubeconfig: path })).toBe("https://a");
  expect(await serverOf({ kubeconfig })).toBe("https://a");
});

test("kubeconfig - context and cluster are those that are named", async () => {
  expect(await serverOf({ kubeconfig, context: "b" })).toBe("https://b");
  expect(await serverOf({ kubeconfig, cluster: "b" })).toBe("https://b");
  const { currentContext } = await loadKubeconfig({ kubeconfig, cluster: "b" });
  expect(currentContext).toBe("a");
  await expect(loadKubeconfig({ kubeconfig, cluster: "c" })).rejects.toThrow(/no cluster "c"[\s\S]*are a, b/);
});

test("kubeconfig - a text that is none is refused without being shown", async () => {
  const wrong = loadKubeconfig({ kubeconfig: `{"token": "hidden` });
  await expect(wrong).rejects.toThrow("The kubeconfig that is given as a text can't be read");
  await expect(wrong).rejects.not.toThrow("hidden");
});
