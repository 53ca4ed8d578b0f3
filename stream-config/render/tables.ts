import { accountOf } from "../acl/accounts";
import { connectionSettings } from "../acl/connection";
import { permissionsOf } from "../acl/permissions";
import type { UserDefinition } from "../acl/user";
import { verbs } from "../acl/verbs";
import type { SampleParts } from "../acl/verbs/verb";
import { thousands } from "../amounts";
import type { ConsumerDefinition } from "../consumers/consumer";
import { deadLetterHeaders, deadLetterMeanings } from "../events/dead-letter";
import type { EventDefinition } from "../events/event";
import { eventHeaders } from "../events/headers";
import type { StreamDefinition } from "../streams/stream";

/** Markdown table of the streams. */
export function streamTable(streams: readonly StreamDefinition[]): string {
  const head = ["stream", "subjects", "kept", "storage", "copies", "duplicate window"];
  const rows = streams.map((stream) => [
    code(stream.name),
    stream.subjects.map(code).join(" "),
    limitsOf(stream),
    stream.storage,
    String(stream.replicas),
    stream.duplicateWindow,
  ]);
  return table(head, rows);
}

function limitsOf({
  maxAge,
  maxMessages,
  maxBytes,
  maxMessagesPerSubject,
  discard,
}: StreamDefinition): string {
  const then = discard === "old" ? "oldest go" : "new are refused";
  const all = `${maxAge}, at most ${thousands(maxMessages)} messages and ${maxBytes}; then the ${then}`;
  if (maxMessagesPerSubject === undefined) return all;
  return `${all}; of each subject at most ${thousands(maxMessagesPerSubject)}, then its own oldest go`;
}

/** Markdown table of the headers that every message has. */
export function headerTable(): string {
  const rows = Object.entries(eventHeaders.properties).map(([name, header]) => [
    code(name),
    String(text(header, "description")),
  ]);
  return table(["header", "what"], rows);
}

/** Markdown table of the headers that a dead letter has besides its event's. */
export function deadLetterHeaderTable(): string {
  const names = Object.keys(deadLetterHeaders) as (keyof typeof deadLetterHeaders)[];
  const rows = names.map((name) => [code(deadLetterHeaders[name]), deadLetterMeanings[name]]);
  return table(["header", "what"], rows);
}

/** Markdown section of each event type: when it is raised, its fields, and an example of its data. */
export function eventSections(events: readonly EventDefinition[]): string {
  return events.map(eventSection).join("\n\n");
}

function eventSection({ subject, description, schema, example }: EventDefinition): string {
  const required = new Set<string>(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([name, field]) => [
    code(name),
    required.has(name) ? "always" : "when known",
    String(text(field, "description")),
    text(field, "personalData") === true ? "personal data" : "",
  ]);
  const json = JSON.stringify(example, null, 2);
  const fields = table(["field", "present", "what", ""], rows);
  return `### ${code(subject)}\n\n${description}.\n\n${fields}\n\n\`\`\`json\n${json}\n\`\`\``;
}

/** Markdown table of the durable consumers. */
export function consumerTable(consumers: readonly ConsumerDefinition[]): string {
  const head = ["consumer", "what for", "gets", "ack within", "deliveries", "in flight"];
  const rows = consumers.map((consumer) => [
    code(consumer.name),
    consumer.description,
    consumer.filterSubjects.map(code).join(" "),
    consumer.ackWait,
    String(consumer.maxDeliver),
    String(consumer.maxAckPending),
  ]);
  return table(head, rows);
}

/** Markdown table of the users and what their clients have to be set to, then what each of them may publish to. */
export function userSections(users: readonly UserDefinition[]): string {
  const rows = users.map((user) => {
    const { inboxPrefix, apiPrefix } = connectionSettings(user);
    return [user.name, accountOf(user), inboxPrefix, apiPrefix].map(code);
  });
  const subjects = users.map(
    (user) => `${code(user.name)}:\n\n\`\`\`\n${permissionsOf(user).publish.join("\n")}\n\`\`\``,
  );
  return [table(["user", "account", "inboxPrefix", "apiPrefix"], rows), ...subjects].join("\n\n");
}

/** What each verb is rendered to for one user. */
export function verbTable(parts: SampleParts): string {
  const rows = Object.entries(verbs).map(([name, { meaning, sample }]) => {
    const { publish, subscribe } = permissionsOf({ name: "NAME", grants: [sample(parts)] });
    const list = (subjects: readonly string[]) => subjects.map(code).join("<br>") || "nothing";
    return [code(name), meaning, list(publish), list(subscribe)];
  });
  return table(["verb", "its user", "may publish to", "may subscribe to"], rows);
}

function text(field: object, name: string): unknown {
  return Reflect.get(field, name);
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Cells are padded, as the formatter writes them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
