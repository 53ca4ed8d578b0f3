import { beforeAll, expect, test, vi } from "vitest";
import { authEvents, renderStream, type UserDefinition } from "../../stream-config";
import { backup } from "../../stream-config/acl/verbs/backup";
import { manage } from "../../stream-config/acl/verbs/manage";
import { publish } from "../../stream-config/acl/verbs/publish";
import { afterFile } from "../support/after-file";
import type { NatsConnection } from "../support/nats-client";
import { startContractServer } from "./support/contract-server";

const registered = "auth.user.registered";
const publisher: UserDefinition = { name: "publisher", grants: [publish(authEvents, [registered])] };
const admin: UserDefinition = { name: "admin", grants: [manage(authEvents, [])] };
const keeper: UserDefinition = { name: "keeper", grants: [backup(authEvents)] };

const finished = afterFile();
let copier: NatsConnection;

beforeAll(async () => {
  const server = await startContractServer({ users: [publisher, admin, keeper] }, { onFinished: finished });
  const create = `AUTHJS.STREAM.CREATE.${authEvents.name}`;
  await (await server.connectAs(admin)).request(create, JSON.stringify(renderStream(authEvents, 1)));
  await (await server.connectAs(publisher)).jetstream().publish(registered, "{}");
  copier = await server.connectAs(keeper);
});

function askForCopy(deliver_subject: string): Promise<unknown> {
  const body = JSON.stringify({ deliver_subject });
  return copier.request(`$JS.API.STREAM.SNAPSHOT.${authEvents.name}`, body);
}

async function messages(): Promise<number> {
  const info = await copier.request(`$JS.API.STREAM.INFO.${authEvents.name}`);
  return info.json<{ state: { messages: number } }>().state.messages;
}

test("backup - a copy comes to its user's own inbox, and is acknowledged", async () => {
  const pieces = copier.subscribe("_INBOX_keeper.copy");
  await askForCopy("_INBOX_keeper.copy");
  for await (const piece of pieces) {
    if (piece.data.length === 0) break;
    piece.respond();
  }
  expect(pieces.getProcessed()).toBeGreaterThan(1);
});

// The server doesn't check where a copy goes, so who backs up is trusted as a publisher is.
test("backup - a copy that is sent to the stream's own subjects is stored there", async () => {
  const before = await messages();
  await askForCopy(registered);
  await vi.waitFor(async () => expect(await messages()).toBeGreaterThan(before), 8_000);
});
