import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../lib/paths";

/** The options that Node.js is started with in the service's image: limits of its heap, for one. */
export function imageNodeOptions(): string[] {
  const dockerfile = readFileSync(join(projectDir, "service/Dockerfile"), "utf8");
  const [, command = "[]"] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
  const [, ...args]: string[] = JSON.parse(command);
  return args.slice(0, -1);
}

/** Whether the service with this admin port wants requests now. */
export async function isServiceReady(adminUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${adminUrl}/health/ready`)).ok;
  } catch {
    return false;
  }
}
