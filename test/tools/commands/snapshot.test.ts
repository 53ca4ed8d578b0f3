import { expect, test } from "vitest";
import { authEvents, streams } from "../../../stream-config";
import { snapshotStreams } from "../../../tools/commands/snapshot";

test("make snapshot - copies the stream that is named, and without a name all", () => {
  expect(snapshotStreams(authEvents.name)).toEqual([authEvents.name]);
  // Make passes on a variable that nobody has set as an empty one.
  expect(snapshotStreams("")).toEqual(streams.map(({ name }) => name));
  expect(snapshotStreams()).toEqual(snapshotStreams(""));
  expect(() => snapshotStreams("auth-evnts")).toThrow("STREAM=auth-evnts is not a stream of the contract");
});
