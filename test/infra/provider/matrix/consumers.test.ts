import { beforeAll, expect, test } from "vitest";
import { consumerChanges, consumerDefaults, consumerSettings } from "../../../../stream-config";
import { afterFile } from "../../../support/after-file";
import { consumerCases, copyCases } from "./consumer-cases";
import { createStream, testConsumerChanges } from "./consumer-matrix";
import { missingDirections } from "./directions";
import { type OpenServer, startOpenServer } from "./server";

const finished = afterFile();

let server: OpenServer;
const host = { server: () => server, replicas: 1 };

beforeAll(async () => {
  server = await startOpenServer(finished);
  await createStream(host);
});

testConsumerChanges(host, consumerCases);

test("consumer - the matrix changes every field in every direction that it has", () => {
  const changes = [...consumerCases, ...copyCases].flatMap(({ from, to }) => consumerChanges(from, to));
  const fields = Object.keys(consumerSettings).filter((field) => !["stream", "name"].includes(field));
  expect(missingDirections(fields, consumerDefaults, changes)).toEqual([]);
});
