import { expect, test } from "vitest";
import { currentBootId, identify, isAlive, parseStat } from "../../../../tools/cluster/process/identity";
import { parseRecord } from "../../../../tools/cluster/process/record";
import { stateOf } from "../../../../tools/cluster/status";

const stat = (name: string, state: string) =>
  `12 (${name}) ${state} ${Array(18).fill("0").join(" ")} 4711 0 0\n`;

test.each(["etcd", "a b", "x) R 1 (y"])("process stat - state, parent and start time of %j", (name) => {
  expect(parseStat(stat(name, "S"))).toEqual({ state: "S", parent: 0, startTime: "4711" });
});

test("process stat - a text that is none has nothing", () => {
  expect(parseStat("")).toBeUndefined();
});

test("process identity - this process is alive, an earlier one of its pid is not", () => {
  const self = identify(process.pid)!;
  expect(isAlive(self)).toBe(true);
  expect(isAlive({ ...self, startTime: "1" })).toBe(false);
  expect(isAlive({ ...self, bootId: "earlier" })).toBe(false);
});

test("process record - is read as it was written", () => {
  const text = '{"pid":12,"startTime":"4711","bootId":"b-1","fingerprint":"f0"}\n';
  expect(parseRecord(text)).toEqual({ pid: 12, startTime: "4711", bootId: "b-1", fingerprint: "f0" });
});

test.each(["", "{", '{"pid":12}', "null"])("process record - %j is none", (text) => {
  expect(parseRecord(text)).toBeUndefined();
});

test("cluster status - a process runs, died, or was not started in this boot", () => {
  const record = { ...identify(process.pid)!, fingerprint: "f0" };
  expect(stateOf("etcd", record)).toEqual({ kind: "running", pid: process.pid });
  expect(stateOf("etcd", undefined)).toEqual({ kind: "not started" });
  expect(stateOf("etcd", { ...record, bootId: "earlier" })).toEqual({ kind: "not started" });
  const dead = { ...record, startTime: "1", bootId: currentBootId() };
  expect(stateOf("etcd", dead)).toMatchObject({ kind: "died", log: expect.stringMatching(/etcd\.log$/) });
});
