import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { contract, eventHeaders, renderAsyncApi, type UserDefinition } from "../../stream-config";
import { replay } from "../../stream-config/acl/verbs/replay";
import { subscribe } from "../../stream-config/acl/verbs/subscribe";
import { authEvents } from "../../stream-config/streams";

interface Reference {
  readonly $ref: string;
}

interface Operation {
  readonly action: string;
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly tags: readonly { readonly name: string }[];
}

interface AsyncApi {
  readonly asyncapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly channels: Readonly<Record<string, { address: string; messages: Record<string, Reference> }>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: {
    readonly messages: Readonly<Record<string, { payload: Schema; headers: Schema; examples: Example[] }>>;
  };
}

interface Example {
  readonly headers: unknown;
  readonly payload: { readonly subject: string };
}

interface Schema {
  readonly properties: Readonly<Record<string, Schema & Readonly<Record<string, unknown>>>>;
}

function documentOf(users: readonly UserDefinition[] = contract.users): AsyncApi {
  return JSON.parse(renderAsyncApi({ ...contract, users }, "1.2.3"));
}

/** Whether a JSON pointer leads somewhere in the document. */
function resolves(document: unknown, { $ref }: Reference): boolean {
  const steps = $ref.replace(/^#\//, "").split("/");
  return (
    steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document) !==
    undefined
  );
}

const document = documentOf();
const subjects = contract.events.map(({ subject }) => subject);
const stored = subjects.filter((subject) => subject.startsWith("auth.user."));

test("asyncapi - version 3, with a channel and a message for every event", () => {
  expect(document).toMatchObject({ asyncapi: "3.0.0", info: { version: "1.2.3" } });
  expect(Object.values(document.channels).map(({ address }) => address)).toEqual(subjects);
  expect(Object.keys(document.components.messages)).toEqual(subjects);
});

test("asyncapi - every reference leads somewhere", () => {
  const references = [
    ...Object.values(document.channels).flatMap(({ messages }) => Object.values(messages)),
    ...Object.values(document.operations).flatMap(({ channel, messages }) => [channel, ...messages]),
  ];
  expect(references.filter((reference) => !resolves(document, reference))).toEqual([]);
});

test("asyncapi - a user's operations are its grants", () => {
  const of = (user: string) =>
    Object.values(document.operations)
      .filter(({ tags }) => tags[0]?.name === user)
      .map(({ action, channel }) => `${action} ${channel.$ref}`);
  expect(of("auth-service").sort()).toEqual(stored.map((subject) => `send #/channels/${subject}`).sort());
  expect(of("notifications")).toEqual(["receive #/channels/auth.user.registered"]);
  expect(of("analytics")).toEqual(stored.map((subject) => `receive #/channels/${subject}`));
  expect(of("observer")).toEqual([]);
});

test("asyncapi - subscribing and replaying are receiving", () => {
  const users = [
    { name: "listener", grants: [subscribe(authEvents, ["auth.user.logged_in"])] },
    { name: "archive", grants: [replay(authEvents)] },
  ];
  const actions = Object.values(documentOf(users).operations).map(({ action }) => action);
  expect(actions).toEqual(Array(1 + stored.length).fill("receive"));
});

test("asyncapi - each message has an example, whose headers are as they are described", () => {
  for (const [subject, { examples }] of Object.entries(document.components.messages)) {
    expect(examples.map(({ payload }) => payload.subject)).toEqual([subject]);
    expect(Value.Check(eventHeaders, examples[0]!.headers)).toBe(true);
  }
});

test("asyncapi - personal data is marked, and headers carry the event's id", () => {
  const { payload, headers } = document.components.messages["auth.user.registered"]!;
  const { email, userId } = payload.properties.data!.properties;
  expect(email).toHaveProperty("x-personal-data", true);
  expect(userId).not.toHaveProperty("x-personal-data");
  expect(headers.properties).toHaveProperty("Nats-Msg-Id");
  expect(JSON.stringify(document)).not.toContain('"personalData"');
});
