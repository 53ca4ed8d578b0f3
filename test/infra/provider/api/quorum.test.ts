import { beforeAll, beforeEach, expect, test } from "vitest";
import { afterFile } from "../../../support/after-file";
import { type Recorded, startEngine, type TestEngine } from "../engine";
import { type OpenServer, startOpenServer } from "../matrix/server";

const finished = afterFile();

const token = "authstack:jetstream:Stream";
const inputs = { name: "auth-events", subjects: ["auth.user.*"] };
const recorded: Recorded = { id: "auth-events", inputs, state: inputs, refreshBeforeUpdate: true };

let server: OpenServer;
let engine: TestEngine;

/** Answers in JetStream's place as a cluster without a leader does, under the prefix that `stream-admin` uses. */
beforeAll(async () => {
  server = await startOpenServer(finished);
  const error = { code: 503, err_code: 10_008, description: "JetStream system temporarily unavailable" };
  server.connection.subscribe("AUTHJS.>", {
    callback: (_, request) => request.respond(JSON.stringify({ error })),
  });
  engine = await startEngine(finished);
  await engine.configure({ servers: [server.url] });
});

beforeEach(() => {
  engine.messages.length = 0;
});

test("quorum - an import without it fails and says so", async () => {
  await expect(engine.read(token, "auth-events")).rejects.toThrow(
    /no quorum, so STREAM.INFO.auth-events was not carried out[\s\S]*majority of the NATS servers/,
  );
});

test("quorum - a refresh without it keeps the record", async () => {
  expect(await engine.read(token, "auth-events", recorded)).toMatchObject({ inputs });
  expect(engine.messages).toEqual([expect.stringContaining("no quorum")]);
});
