import type { NatsConnection } from "../../support/nats-client";
import type { Attempt } from "./attempts";

/** No user may publish this; its refusal says that all before it has been judged. */
const last = "last.try";

/**
 * Tries all at once on the connection and returns those that the server refused. The body is one that no JetStream
 * request takes, so that an allowed delete deletes nothing.
 */
export async function refusedBy(
  connection: NatsConnection,
  attempts: readonly Attempt[],
): Promise<ReadonlySet<string>> {
  const refused = collectRefused(connection);
  for (const { operation, subject } of attempts) {
    if (operation === "publish") connection.publish(subject, "refuse this");
    else connection.subscribe(subject, { callback: () => undefined });
  }
  await connection.flush();
  connection.publish(last);
  return refused;
}

/** How `refusedBy` names an attempt. */
export function nameOf({ operation, subject }: Pick<Attempt, "operation" | "subject">): string {
  return `${operation} ${subject}`;
}

async function collectRefused(connection: NatsConnection): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  for await (const { permissionContext } of connection.status()) {
    if (permissionContext === undefined) continue;
    const { operation, subject } = permissionContext;
    if (subject === last) break;
    refused.add(nameOf({ operation: operation === "publish" ? "publish" : "subscribe", subject }));
  }
  return refused;
}
