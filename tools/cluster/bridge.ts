import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run";
import { network, node } from "./layout";

const device = `/sys/class/net/${network.bridge}`;
const ports = join(device, "brif");

/**
 * Makes the pods' bridge with the node's address before the first pod would, because the API server and DNS listen
 * there. Service addresses are routed into it, so that the machine's own connections to them never leave by another
 * interface.
 */
export async function ensureBridge(): Promise<void> {
  if (!existsSync(device)) await ip("link", "add", network.bridge, "type", "bridge");
  await ip("address", "replace", `${node.ip}/24`, "dev", network.bridge);
  await ip("link", "set", network.bridge, "up");
  await ip("route", "replace", network.serviceCidr, "dev", network.bridge, "src", node.ip);
  if (!(await ip("rule", "show")).includes(`iif ${network.bridge}`))
    await ip("rule", "add", ...unreadyServices);
}

/**
 * A pod's packet that still has a Service's address when it is routed comes before kube-proxy knows the Service's
 * pods. It is dropped, so that the next try finds the way; let through, it would fix the whole connection to nowhere.
 */
const unreadyServices = ["iif", network.bridge, "to", network.serviceCidr, "blackhole"] as const;

/** Removes the bridge and the pods' interfaces that still hang on it. */
export async function removeBridge(): Promise<void> {
  while ((await ip("rule", "show")).includes(`iif ${network.bridge}`))
    await ip("rule", "delete", ...unreadyServices);
  if (!existsSync(device)) return;
  await Promise.all(readdirSync(ports).map(removePort));
  await ip("link", "delete", network.bridge);
}

/** The kernel removes a pod's interface too, some time after the pod's last process has ended. */
async function removePort(name: string): Promise<void> {
  await ip("link", "delete", name).catch((error: unknown) => {
    if (existsSync(join(ports, name))) throw error;
  });
}

function ip(...args: string[]): Promise<string> {
  return run("ip", args, { fix: "Check the network interfaces with `ip address`, then run this again." });
}
