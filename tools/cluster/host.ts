import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere, writeAtomically } from "../lib/files";
import { clusterDir } from "../lib/paths";
import { run } from "../lib/run";
import { currentBootId } from "./process/identity";

/** Kernel settings that the cluster needs or that kubelet changes, as files under /proc/sys. */
const needed = { "net/ipv4/ip_forward": "1", "net/bridge/bridge-nf-call-iptables": "1" } as const;
const changedByKubelet = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
] as const;

/** What the machine was like before we changed it. */
export interface HostRecord {
  readonly bootId: string;
  readonly sysctls: Readonly<Record<string, string>>;
}

const recordFile = join(clusterDir, "host.json");

/** The machine as it was before the cluster was started in this boot, or undefined when it was not. */
export function hostRecord(): HostRecord | undefined {
  const text = readIfThere(recordFile);
  const record = text === undefined ? undefined : (JSON.parse(text) as HostRecord);
  return record?.bootId === currentBootId() ? record : undefined;
}

/**
 * Writes down the machine's kernel settings and then makes those that pods' traffic needs. The first time in a boot
 * nothing else of ours is there yet.
 */
export async function prepareKernel(): Promise<void> {
  if (!existsSync(sysctlFile("net/bridge"))) await run("modprobe", ["br_netfilter"]);
  if (hostRecord() === undefined) writeAtomically(recordFile, `${JSON.stringify(currentHost())}\n`);
  for (const [name, value] of Object.entries(needed)) setSysctl(name, value);
}

/** Gives the kernel its earlier settings back, if they were changed in this boot, and forgets them. */
export function restoreKernel(): void {
  for (const [name, value] of Object.entries(hostRecord()?.sysctls ?? {})) setSysctl(name, value);
  rmSync(recordFile, { force: true });
}

function currentHost(): HostRecord {
  const names = [...Object.keys(needed), ...changedByKubelet].filter((name) => existsSync(sysctlFile(name)));
  const sysctls = Object.fromEntries(names.map((name) => [name, readSysctl(name)]));
  return { bootId: currentBootId(), sysctls };
}

function setSysctl(name: string, value: string): void {
  if (readSysctl(name) !== value) writeFileSync(sysctlFile(name), value);
}

function readSysctl(name: string): string {
  return readFileSync(sysctlFile(name), "utf8").trim();
}

function sysctlFile(name: string): string {
  return join("/proc/sys", name);
}
