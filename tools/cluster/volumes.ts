import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../lib/steps";
import type { Api } from "./api";
import { dirs, node, storage } from "./layout";

const volumesPath = "/api/v1/persistentvolumes";

/** What matters here of a PersistentVolume. */
export interface Volume {
  readonly name: string;
  readonly phase: string;
}

/**
 * Keeps volumes of the local storage class at hand. A volume stays as it is, data and all, as long as its claim
 * exists, whatever becomes of the pods. One whose claim was deleted is emptied here and free again. When fewer than
 * `storage.spare` are free, new ones are made.
 */
export async function maintainVolumes(api: Api): Promise<Outcome> {
  const volumes = parseVolumes(await api.get(volumesPath));
  const released = volumes.filter(({ phase }) => phase === "Released");
  for (const { name } of released) await recycle(api, name);
  const used = volumes.filter(({ phase }) => phase === "Bound").length;
  const missing = volumesToMake(volumes.length - used);
  for (let count = 0; count < missing; count++) await create(api);
  return released.length + missing > 0 ? "changed" : "unchanged";
}

/** How many volumes to make when `free` are there. Making some in reserve keeps the next run from making more. */
export function volumesToMake(free: number): number {
  return free < storage.spare ? storage.initial - free : 0;
}

/** The volumes of our class in a PersistentVolumeList. */
export function parseVolumes(list: string): Volume[] {
  const { items } = JSON.parse(list) as { items: PersistentVolume[] };
  return items
    .filter(({ spec }) => spec.storageClassName === storage.className)
    .map(({ metadata, status }) => ({ name: metadata.name, phase: status?.phase ?? "Pending" }));
}

interface PersistentVolume {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly storageClassName?: string };
  readonly status?: { readonly phase?: string };
}

/** Emptied first: if we are interrupted the volume is still released, and the next run does it again. */
async function recycle(api: Api, name: string): Promise<void> {
  const dir = join(dirs.volumes, name);
  for (const entry of readdirSync(dir)) rmSync(join(dir, entry), { recursive: true, force: true });
  await api.merge(`${volumesPath}/${name}`, { spec: { claimRef: null } });
}

async function create(api: Api): Promise<void> {
  const name = `local-${randomBytes(4).toString("hex")}`;
  mkdirSync(join(dirs.volumes, name), { recursive: true });
  await api.apply(`${volumesPath}/${name}`, renderVolume(name));
}

/** A PersistentVolume that is a folder of the node. */
export function renderVolume(name: string): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      storageClassName: storage.className,
      capacity: { storage: storage.size },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      local: { path: join(dirs.volumes, name) },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [node.name] }] },
          ],
        },
      },
    },
  };
}
