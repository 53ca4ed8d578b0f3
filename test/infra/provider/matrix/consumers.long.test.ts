import { beforeAll } from "vitest";
import { afterFile } from "../../../support/after-file";
import { consumerCases, copyCases } from "./consumer-cases";
import { createStream, testConsumerChanges } from "./consumer-matrix";
import { type OpenServer, startOpenCluster } from "./server";

const finished = afterFile();

let server: OpenServer;
const host = { server: () => server, replicas: 3 };

beforeAll(async () => {
  server = await startOpenCluster(finished);
  await createStream(host);
});

testConsumerChanges(host, [...consumerCases, ...copyCases]);
