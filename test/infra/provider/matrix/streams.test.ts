import { beforeAll, expect, test } from "vitest";
import { streamChanges, streamDefaults, streamSettings } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { missingDirections } from "./directions";
import { type OpenServer, startOpenServer } from "./server";
import { copyCases, streamCases } from "./stream-cases";
import { testSealingAndExcess, testStreamChanges } from "./stream-matrix";

const finished = afterFile();

let server: OpenServer;

beforeAll(async () => {
  server = await startOpenServer(finished);
  await server.api("STREAM.CREATE.origin", { name: "origin", subjects: ["o.*"] });
});

const host = { server: () => server, replicas: 1 };
testStreamChanges(host, streamCases);
testSealingAndExcess(host);

test("stream - no stream can name a preferred server, so there is no setting for it", async () => {
  const config = { name: "preferring", subjects: ["p.*"], placement: { preferred: "n1" } };
  const { error } = await server.api("STREAM.CREATE.preferring", config);
  expect(error?.description).toBe("preferred server not permitted in placement");
});

test("stream - the matrix changes every field in every direction that it has", () => {
  const changes = [...streamCases, ...copyCases].flatMap(({ from, to }) => streamChanges(from, to));
  const fields = Object.keys(streamSettings).filter((field) => !["name", "sealed"].includes(field));
  const always = { ...streamDefaults, subjects: [], duplicateWindow: "2m" };
  expect(missingDirections(fields, always, changes)).toEqual([]);
});
