import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectDir, toolchainBinDir } from "../../../../tools/lib/paths";
import { run } from "../../../../tools/lib/run";
import { ensureTools, toolPath } from "../../../../tools/toolchain";
import { type OnFinished, temporaryDir } from "../../../support/servers";

/** A stack with settings and keys, brought up by the real pulumi. */
export interface SettledStack {
  /** Runs pulumi on it; a failure holds all of its output. */
  readonly pulumi: (...args: string[]) => Promise<string>;
  /** Sets keys of its configuration; undefined takes one out. */
  readonly configure: (values: Readonly<Record<string, string | undefined>>) => Promise<void>;
}

const fixture = join(__dirname, "fixture");

/** Makes an empty stack of this name with a state of its own, gone when the tests are finished. */
export async function startSettledStack(stack: string, finished: OnFinished): Promise<SettledStack> {
  await ensureTools(["pulumi", "pulumi-language-nodejs"], () => undefined);
  const [home, state] = [temporaryDir(finished), temporaryDir(finished)];
  const env = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PATH: [join(projectDir, "node_modules/.bin"), toolchainBinDir, process.env.PATH].join(delimiter),
  };
  const pulumi = (...args: string[]) =>
    run(toolPath("pulumi"), [...args, "--stack", stack, "--non-interactive", "--color", "never"], {
      cwd: fixture,
      env,
      explain: (output) => output,
    });
  const configure: SettledStack["configure"] = async (values) => {
    const set = Object.entries(values).filter(([, value]) => value !== undefined);
    const pairs = set.flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    if (pairs.length > 0) await pulumi("config", "set-all", "--path", ...pairs);
    const gone = Object.keys(values).filter((key) => values[key] === undefined);
    for (const key of gone) await pulumi("config", "rm", "--path", key);
  };
  finished(async () => rmSync(join(fixture, `Pulumi.${stack}.yaml`), { force: true }));
  await pulumi("stack", "select", "--create");
  return { pulumi, configure };
}
