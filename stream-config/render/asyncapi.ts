import { type Grant, verbOf } from "../acl/verbs";
import type { Operation } from "../acl/verbs/verb";
import type { Contract } from "../contract";
import { eventMetadata } from "../events/envelope";
import type { EventDefinition } from "../events/event";
import { eventHeaders, headersOf } from "../events/headers";
import { isWithin } from "../subjects";

/** Any JSON value. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The contract as an AsyncAPI document: a channel per event, and an operation for each event that a user publishes or
 * gets. https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function renderAsyncApi({ events, users }: Contract, version: string): string {
  const operations = users.flatMap(({ name, grants }) =>
    grants.flatMap((grant) => {
      const operation = verbOf(grant).operation(grant);
      return events
        .filter(({ subject }) => operation.events.some((pattern) => isWithin(subject, pattern)))
        .map((event) => [
          `${name}.${grant.verb}.${event.subject}`,
          operationOf(name, operation, grant, event),
        ]);
    }),
  );
  const document = {
    asyncapi: "3.0.0",
    info: {
      title: "auth-stack events",
      version,
      description: "Registrations, logins, token refreshes and logouts, as messages of a JetStream stream.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(events.map((event) => [event.subject, channelOf(event)])),
    operations: Object.fromEntries(operations),
    components: { messages: Object.fromEntries(events.map((event) => [event.subject, messageOf(event)])) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function channelOf({ subject, description }: EventDefinition): Json {
  const messages = { [subject]: { $ref: `#/components/messages/${subject}` } };
  return { address: subject, summary: description, messages };
}

function operationOf(user: string, { action }: Operation, grant: Grant, { subject }: EventDefinition): Json {
  const [durable] = verbOf(grant).durables(grant);
  return {
    action,
    channel: { $ref: `#/channels/${subject}` },
    messages: [{ $ref: `#/channels/${subject}/messages/${subject}` }],
    tags: [{ name: user }],
    ...(durable && { "x-jetstream": { stream: durable.stream, durable: durable.name } }),
  };
}

function messageOf({ subject, description, schema, example }: EventDefinition): Json {
  return {
    name: subject,
    summary: description,
    contentType: "application/json",
    headers: publicSchema(eventHeaders),
    payload: {
      type: "object",
      required: ["subject", "data", "metadata"],
      properties: {
        subject: { type: "string", const: subject },
        data: publicSchema(schema),
        metadata: publicSchema(eventMetadata),
      },
    },
    examples: [exampleOf(subject, example)],
  };
}

function exampleOf(subject: string, example: EventDefinition["example"]): Json {
  const metadata = exampleMetadata;
  const data = { timestamp: String(example.timestamp) };
  const headers = headersOf(exampleOrigin, { subject, data, metadata });
  return { name: "message", headers, payload: { subject, data: toJson(example), metadata } };
}

const exampleOrigin = {
  id: "4e6f933d-5964-4fe5-8d1c-25c8156c75d9",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  requestId: "7e0b1d4c-52a3-4d0a-8f5e-0d2a4c6b9e13",
};
const exampleMetadata = { service: "auth-service", version: "0.1.0", environment: "production" };

/** The schema as plain JSON; the mark of personal data has the name of an extension. */
function publicSchema(schema: object): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"personalData":', '"x-personal-data":'));
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
