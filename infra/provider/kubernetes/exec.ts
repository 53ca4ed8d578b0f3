import { Writable } from "node:stream";
import type { KubeConfig } from "@kubernetes/client-node";
import { loadClient } from "./client";

/** A container of a pod. */
export interface ContainerAddress {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** How a command in a container ended, and all that it printed. */
export interface Executed {
  readonly outcome: "success" | "failure";
  readonly output: string;
}

/** Runs a command in a container, as `kubectl exec` does. Rejects when it can't be run or its connection drops. */
export async function execute(
  kubeconfig: KubeConfig,
  { namespace, pod, container }: ContainerAddress,
  command: readonly string[],
): Promise<Executed> {
  const { Exec } = await loadClient();
  const chunks: string[] = [];
  const output = new Writable({
    write: (chunk, _, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return new Promise((resolve, reject) => {
    const ended = ({ status }: { status?: string }) =>
      resolve({ outcome: status === "Success" ? "success" : "failure", output: chunks.join("").trim() });
    new Exec(kubeconfig)
      .exec(namespace, pod, container, [...command], output, output, null, false, ended)
      .then((socket) => socket.on("close", () => reject(new Error("the connection dropped"))))
      .catch(reject);
  });
}
