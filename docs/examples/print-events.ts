import { ack, type Handlers, type ReceivedEvent } from "../../service/consumer/src";
import { events } from "../../stream-config/events";

/** Prints each event in full, whatever its type: for a look at what comes, not for a log, which keeps no personal data. */
export function printEvents(print: (text: string) => void): Handlers {
  const handle = async ({ id, type, data, metadata }: ReceivedEvent) => {
    print(`${type} ${id}\n${JSON.stringify({ subject: type, data, metadata }, null, 2)}`);
    return ack;
  };
  return Object.fromEntries(events.map(({ subject }) => [subject, handle]));
}
