import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { Api } from "../../../tools/cluster/api";
import { dirs, storage } from "../../../tools/cluster/layout";
import { maintainVolumes, parseVolumes, renderVolume, volumesToMake } from "../../../tools/cluster/volumes";

const state = vi.hoisted(() => {
  const path = `${process.env.TMPDIR ?? "/tmp"}/auth-stack-test-volumes-${process.pid}`;
  process.env.XDG_STATE_HOME = path;
  return path;
});

afterAll(() => rmSync(state, { recursive: true }));

const volume = (name: string, phase: string, storageClassName: string = storage.className) => ({
  metadata: { name },
  spec: { storageClassName },
  status: { phase },
});

/** An API that holds these volumes and notes what is done to them. */
function apiWith(volumes: object[]) {
  const [applied, merged]: [string[], [string, object][]] = [[], []];
  const api: Api = {
    get: async () => JSON.stringify({ items: volumes }),
    apply: async (path) => void applied.push(path),
    merge: async (path, patch) => void merged.push([path, patch]),
  };
  return { api, applied, merged };
}

const fill = (name: string) => {
  mkdirSync(join(dirs.volumes, name), { recursive: true });
  writeFileSync(join(dirs.volumes, name, "data"), "");
};
const hasData = (name: string) => existsSync(join(dirs.volumes, name, "data"));
const many = (phase: string, count: number) =>
  Array.from({ length: count }, (_, index) => volume(`local-${phase}-${index}`, phase));

test("volumes - an empty cluster gets the initial ones", async () => {
  const { api, applied } = apiWith([]);
  expect(await maintainVolumes(api)).toBe("changed");
  expect(applied).toHaveLength(storage.initial);
});

test("volumes - nothing is done while enough are free", async () => {
  const { api, applied, merged } = apiWith([...many("Bound", 6), ...many("Available", storage.spare)]);
  expect(await maintainVolumes(api)).toBe("unchanged");
  expect([applied, merged]).toEqual([[], []]);
});

test("volumes - one whose claim was deleted is emptied and free again, one in use keeps its data", async () => {
  for (const name of ["local-a", "local-b"]) fill(name);
  const { api, merged } = apiWith([
    volume("local-a", "Released"),
    volume("local-b", "Bound"),
    ...many("Available", storage.spare),
  ]);
  expect(await maintainVolumes(api)).toBe("changed");
  expect(merged).toEqual([["/api/v1/persistentvolumes/local-a", { spec: { claimRef: null } }]]);
  expect([hasData("local-a"), hasData("local-b")]).toEqual([false, true]);
});

test("volumes - released ones of other storage classes are not touched", () => {
  const list = JSON.stringify({ items: [volume("other", "Released", "nfs"), volume("local-a", "Bound")] });
  expect(parseVolumes(list)).toEqual([{ name: "local-a", phase: "Bound" }]);
});

test("volumes - making some in reserve keeps the next run from making more", () => {
  expect(volumesToMake(storage.spare - 1)).toBe(storage.initial - storage.spare + 1);
  expect(volumesToMake(storage.spare)).toBe(0);
});

test("volumes - a volume is a folder of the node and stays when its claim goes", () => {
  expect(renderVolume("local-a")).toMatchObject({
    spec: { persistentVolumeReclaimPolicy: "Retain", local: { path: join(dirs.volumes, "local-a") } },
  });
});
