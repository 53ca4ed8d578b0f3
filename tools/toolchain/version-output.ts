import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ToolName } from "./modules";

/** How the tools are asked for their version that don't know `--version`. */
const versionArgs: Partial<Record<ToolName, readonly string[]>> = {
  coredns: ["-version"],
  kubectl: ["version", "--client"],
  pulumi: ["version"],
};

/** What a tool prints of its version; "" when it can't even say that. */
export async function versionOutput(tool: ToolName, binary: string): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const args = versionArgs[tool] ?? ["--version"];
    const { stdout, stderr } = await promisify(execFile)(binary, args, { env, timeout: 10_000 });
    // kube-router prints how it was called, too, and there may be digits in that.
    return (stdout + stderr).replaceAll(binary, tool);
  } catch {
    return "";
  }
}
