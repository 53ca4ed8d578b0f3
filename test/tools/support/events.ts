import {
  authEvents,
  connectionSettings,
  notifications,
  notificationsUser,
  operatorUser,
  replayOf,
} from "../../../stream-config";
import type { Operator } from "../../../tools/stack/operator";
import type { JsMsg } from "../../support/nats-client";
import type { TestNats } from "../../support/servers";

/** A connection as the commands have it. */
export async function operatorOf(nats: TestNats): Promise<Operator> {
  const connection = await nats.connectAs("operator");
  const { apiPrefix } = connectionSettings(operatorUser);
  return { connection, apiPrefix, close: () => connection.close() };
}

/** All that notifications is given again, acknowledged. */
export async function takeGivenAgain(nats: TestNats): Promise<JsMsg[]> {
  const connection = await nats.connectAs("notifications");
  const { apiPrefix } = connectionSettings(notificationsUser);
  const { stream, name } = replayOf(notifications);
  const consumer = await connection.jetstream({ apiPrefix }).consumers.get(stream, name);
  const { num_pending: count } = await consumer.info();
  const messages: JsMsg[] = [];
  for (let taken = 0; taken < count; taken += 1) messages.push((await consumer.next({ expires: 1_000 }))!);
  for (const message of messages) message.ack();
  await connection.flush();
  return messages;
}

/** Messages in the stream of events. */
export async function storedEvents({ connection, apiPrefix }: Operator): Promise<number> {
  const info = await connection.request(`${apiPrefix}.STREAM.INFO.${authEvents.name}`);
  return info.json<{ state: { messages: number } }>().state.messages;
}
