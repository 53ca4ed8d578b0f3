import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { UserError } from "../lib/errors";
import { toolPath } from "../toolchain";
import type { Target } from "./target";

/** A loopback port that leads to a Service of the stack. */
export interface PortForward {
  readonly port: number;
  readonly close: () => void;
}

/** Opens a loopback port to a port of a Service with `kubectl port-forward`. Throws UserError. */
export async function openPortForward(
  target: Target,
  service: string,
  port: number,
  namespace = "auth-stack",
): Promise<PortForward> {
  const args = [
    "port-forward",
    "--namespace",
    namespace,
    `service/${service}`,
    `:${port}`,
    "--address",
    "127.0.0.1",
  ];
  const child = spawn(toolPath("kubectl"), args, {
    env: { ...process.env, KUBECONFIG: target.kubeconfig },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => {
    complaint += text.toString();
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, opened] = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
    if (opened === undefined) continue;
    child.stdout.resume();
    return { port: Number(opened), close: () => child.kill() };
  }
  throw new UserError(
    `kubectl port-forward to service/${service} failed: ${complaint.trim().split("\n").at(-1)}`,
    `\`kubectl get pods -n ${namespace}\` shows whether the pods behind it are ready.`,
  );
}
