import { authEvents, connectionSettings, notifications, notificationsUser } from "../../../stream-config";
import { UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { connectAs } from "./connect";
import { devDir } from "./dir";
import { readPorts } from "./ports";

/** Prints the events of `make dev` as the read-only user `notifications` gets them, until Ctrl-C. */
main(async () => {
  const connection = await connect();
  const { apiPrefix } = connectionSettings(notificationsUser);
  const consumer = await connection
    .jetstream({ apiPrefix })
    .consumers.get(authEvents.name, notifications.name);
  for await (const message of await consumer.consume()) {
    console.log(`${message.subject} (sequence ${message.seq})\n${JSON.stringify(message.json(), null, 2)}`);
    message.ack();
  }
});

async function connect() {
  try {
    return await connectAs(notificationsUser, devDir, readPorts(process.env));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `NATS can't be reached: ${String(error)}`,
      "Run `make dev` in another terminal first.",
    );
  }
}
