import { beforeAll, describe, expect, test } from "vitest";
import {
  authEvents,
  connectionSettings,
  notifications,
  renderConsumer,
  renderStream,
  type UserDefinition,
} from "../../stream-config";
import { consume } from "../../stream-config/acl/verbs/consume";
import { manage } from "../../stream-config/acl/verbs/manage";
import { publish } from "../../stream-config/acl/verbs/publish";
import { replay } from "../../stream-config/acl/verbs/replay";
import { subscribe } from "../../stream-config/acl/verbs/subscribe";
import { afterFile } from "../support/after-file";
import { type NatsConnection, RequestStrategy, StringCodec } from "../support/nats-client";
import { nameOf, refusedBy } from "./proof/live";
import { type ContractServer, startContractServer } from "./support/contract-server";

const registered = "auth.user.registered";
const publisher = { name: "publisher", grants: [publish(authEvents, [registered, "auth.user.logged_in"])] };
const admin = { name: "admin", grants: [manage(authEvents, [notifications])] };
const worker = { name: "worker", grants: [consume(notifications)] };
const archive = { name: "archive", grants: [replay(authEvents)] };
const listener = { name: "listener", grants: [subscribe(authEvents, [registered])] };
const dashboard = { name: "dashboard", grants: [subscribe(authEvents, ["auth.user.*"])] };
/** Publishes to another stream whose subjects begin alike. */
const teams: UserDefinition = {
  name: "teams",
  grants: [
    {
      verb: "publish",
      stream: { ...authEvents, name: "team-events", subjects: ["auth.user.team.*"] },
      subjects: ["auth.user.team.joined"],
    },
  ],
};
const idle: UserDefinition = { name: "idle", grants: [] };
const users = [publisher, admin, worker, archive, listener, dashboard, teams, idle];

const nobody = { kind: "nobody" } as const;
const finished = afterFile();

/** Creates the stream and the consumer `notifications`, as `admin`. */
async function declare(server: ContractServer): Promise<void> {
  const connection = await server.connectAs(admin);
  const { name: stream } = authEvents;
  const create = async (subject: string, body: unknown) => {
    const answer = await connection.request(`AUTHJS.${subject}`, JSON.stringify(body));
    expect(answer.json()).not.toHaveProperty("error");
  };
  await create(`STREAM.CREATE.${stream}`, renderStream(authEvents, 1));
  await create(`CONSUMER.CREATE.${stream}.${notifications.name}.${registered}`, {
    stream_name: stream,
    config: renderConsumer(notifications),
  });
}

function jetstreamOf(connection: NatsConnection, user: UserDefinition) {
  return connection.jetstream({ apiPrefix: connectionSettings(user).apiPrefix });
}

describe.each([
  { form: "v1", settings: "", subject: /^\$JS\.ACK\.auth-events\.notifications\./ },
  {
    form: "v2",
    settings: "feature_flags { js_ack_fc_v2: true }",
    subject: /^\$JS\.ACK\._\.[0-9A-Za-z]{8}\.auth-events\.notifications\./,
  },
])("consume with ack subjects of form $form", ({ settings, subject }) => {
  test("messages arrive with that form and are acknowledged", async () => {
    const server = await startContractServer({ users }, { settings });
    await declare(server);
    const sender = await server.connectAs(publisher);
    await sender.jetstream().publish(registered, "{}");
    const connection = await server.connectAs(worker);
    const consumer = await jetstreamOf(connection, worker).consumers.get(authEvents.name, notifications.name);
    const message = await consumer.next({ expires: 5_000 });
    expect((message as unknown as { msg: { reply: string } }).msg.reply).toMatch(subject);
    expect(await message?.ackAck()).toBe(true);
    expect((await consumer.info()).num_ack_pending).toBe(0);
  });
});

describe("verbs", () => {
  let server: ContractServer;
  let sender: NatsConnection;

  beforeAll(async () => {
    server = await startContractServer({ users }, { onFinished: finished });
    await declare(server);
    sender = await server.connectAs(publisher);
    for (const body of ["1", "2", "3"]) await sender.jetstream().publish(registered, body);
  });

  test("replay - reads stored messages by sequence, by subject and in a batch", async () => {
    const connection = await server.connectAs(archive);
    const subject = `AUTHJS.DIRECT.GET.${authEvents.name}`;
    const first = await connection.request(subject, JSON.stringify({ seq: 1 }));
    const next = await connection.request(subject, JSON.stringify({ seq: 2, next_by_subj: registered }));
    const last = await connection.request(`${subject}.${registered}`);
    expect([first, next, last].map((message) => message.string())).toEqual(["1", "2", "3"]);
    expect(first.headers?.get("Nats-Subject")).toBe(registered);
    const batch = await connection.requestMany(subject, JSON.stringify({ seq: 1, batch: 3 }), {
      strategy: RequestStrategy.Count,
      maxMessages: 4,
      maxWait: 5_000,
    });
    const bodies: string[] = [];
    for await (const message of batch) bodies.push(message.string());
    // An empty message ends a batch.
    expect(bodies).toEqual(["1", "2", "3", ""]);
  });

  test("replay - stores nothing by naming a reply subject of the stream", async () => {
    const connection = await server.connectAs(archive);
    const subject = `AUTHJS.DIRECT.GET.${authEvents.name}`;
    connection.publish(subject, JSON.stringify({ seq: 1 }), { reply: registered });
    await connection.flush();
    const info = await sender.request(`$JS.API.STREAM.INFO.${authEvents.name}`);
    expect(info.json()).toMatchObject({ state: { messages: 3 } });
  });

  test("subscribe - gets exactly the granted events as they are published", async () => {
    const connection = await server.connectAs(listener);
    const events = connection.subscribe(registered, { max: 1 });
    await connection.flush();
    sender.publish("auth.user.logged_in", "other");
    sender.publish(registered, "live");
    for await (const event of events) expect(StringCodec().decode(event.data)).toBe("live");
    for (const wider of ["auth.user.*", "auth.user.logged_in", "_INBOX_listener.>", ">"]) {
      await expect(refusal(connection, wider)).resolves.toMatch(/permissions violation/i);
    }
  });

  test("subscribe - a wider subscription that the server lets pass gets no more than the grant", async () => {
    const connection = await server.connectAs(dashboard);
    const events = connection.subscribe("auth.user.>", { max: 1 });
    await connection.flush();
    const other = await server.connectAs(teams);
    other.publish("auth.user.team.joined");
    await other.flush();
    sender.publish(registered);
    for await (const event of events) expect(event.subject).toBe(registered);
  });

  test.each([listener, idle])("subscribe - $name publishes nothing at all", async (user) => {
    const connection = await server.connectAs(user);
    const subjects = [registered, "AUTHJS.INFO", "$JS.API.INFO", "free.subject", "_INBOX_listener.x"];
    const attempts = subjects.map((subject) => ({ operation: "publish" as const, subject, meaning: nobody }));
    expect(await refusedBy(connection, attempts)).toEqual(new Set(attempts.map(nameOf)));
  });

  test("no grants - subscribes to nothing", async () => {
    const connection = await server.connectAs(idle);
    for (const subject of ["_INBOX_idle.x", "free.subject", ">"]) {
      await expect(refusal(connection, subject)).resolves.toMatch(/permissions violation/i);
    }
  });
});

/** The error that a subscription gets. */
function refusal(connection: NatsConnection, subject: string): Promise<string> {
  return new Promise((resolve) => {
    connection.subscribe(subject, { callback: (error) => error && resolve(error.message) });
  });
}
