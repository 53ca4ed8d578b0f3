import { spawn } from "node:child_process";
import { once } from "node:events";
import { main } from "../lib/main";
import { projectDir } from "../lib/paths";
import { stackEnvironment } from "../stack/pulumi";
import { readTarget } from "../stack/target";
import { imageBuilding, install, servers } from "../toolchain/requirements";
import { bringUp } from "../up";

/** Brings the stack up, then runs every test; the tests print their own report. */
main(async () => {
  const target = readTarget();
  await bringUp(target);
  for (const requirements of [servers, imageBuilding]) await install(requirements, console.log);
  const vitest = spawn("vitest", ["run"], {
    cwd: projectDir,
    env: { ...process.env, ...stackEnvironment(target) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(vitest, "close");
  process.exitCode = code ?? 1;
});
