import { expect, test } from "vitest";
import { runNode, serviceEnv } from "../process";
import { shareStack } from "../support";

const stack = shareStack();

const script = `
const { parseConfig } = require("./service/src/config");
const { buildApp } = require("./service/src/app");
(async () => {
  const app = await buildApp(parseConfig(process.env), { logDestination: { write() {} } });
  const loaded = Object.keys(require.cache).filter((path) => /\\/(@fastify\\/(swagger|static)|yaml)/.test(path));
  console.log(JSON.stringify(loaded.length));
  await app.close();
})();
`;

async function loadedModules(env: Record<string, string>): Promise<number> {
  const { stdout } = await runNode(["--eval", script], { ...(await serviceEnv(stack)), ...env });
  return JSON.parse(stdout);
}

test("API docs - production loads nothing of them; the same look finds the modules where they are on", async () => {
  const [off, on] = await Promise.all([
    loadedModules({ ENVIRONMENT: "production" }),
    loadedModules({ API_DOCS: "on" }),
  ]);
  expect(off).toBe(0);
  expect(on).toBeGreaterThan(5);
});
