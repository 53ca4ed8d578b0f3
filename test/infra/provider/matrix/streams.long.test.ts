import { beforeAll } from "vitest";
import { afterFile } from "../../../support/after-file";
import { type OpenServer, startOpenCluster } from "./server";
import { copyCases, streamCases } from "./stream-cases";
import { testSealingAndExcess, testStreamChanges } from "./stream-matrix";

const finished = afterFile();

let server: OpenServer;
const host = { server: () => server, replicas: 3 };

beforeAll(async () => {
  server = await startOpenCluster(finished);
  await server.api("STREAM.CREATE.origin", { name: "origin", subjects: ["o.*"], num_replicas: 3 });
});

testStreamChanges(host, [...streamCases, ...copyCases]);
testSealingAndExcess(host);
