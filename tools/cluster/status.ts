import type { Endpoint } from "./layout";
import { listeners, type ProcessName, processNames } from "./layout";
import { currentBootId, isAlive } from "./process/identity";
import { type ProcessRecord, readRecord } from "./process/record";
import { logPath } from "./process/start";

/** What a process of the cluster is doing. One that an earlier boot had was not started in this one. */
export type ProcessState =
  | { readonly kind: "running"; readonly pid: number }
  | { readonly kind: "died"; readonly log: string }
  | { readonly kind: "not started" };

/** A process of the cluster, what it is doing and where it listens. */
export interface ProcessStatus {
  readonly name: ProcessName;
  readonly state: ProcessState;
  readonly listens: readonly Endpoint[];
}

/** The state of every process of the cluster, in the order of start. */
export async function clusterStatus(): Promise<ProcessStatus[]> {
  return processNames.map((name) => ({
    name,
    state: stateOf(name, readRecord(name)),
    listens: listeners[name],
  }));
}

/** The state that a process's record stands for. */
export function stateOf(name: ProcessName, record: ProcessRecord | undefined): ProcessState {
  if (record === undefined || record.bootId !== currentBootId()) return { kind: "not started" };
  return isAlive(record) ? { kind: "running", pid: record.pid } : { kind: "died", log: logPath(name) };
}
