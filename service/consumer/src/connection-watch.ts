import { refusals } from "./connect-error";
import type { NatsConnection } from "./nats-client";
import { Trouble } from "./trouble";

/** Who hears of a connection. */
export interface ConnectionListener {
  readonly onTrouble: (error: Error) => void;
  readonly onReconnect: () => void;
}

/**
 * Tells what the client only says in its status: that the connection is lost, that a login is refused, once for each time,
 * and a right that is missing, without which a consumer looks as if there were no events. Goes on as long as the connection.
 */
export async function watchConnection(
  connection: NatsConnection,
  { onTrouble, onReconnect }: ConnectionListener,
): Promise<void> {
  const [outage, refusal] = [
    new Trouble((_, error) => onTrouble(error)),
    new Trouble((_, error) => onTrouble(error)),
  ];
  for await (const { type, data, permissionContext } of connection.status()) {
    switch (type) {
      case "staleConnection":
        onTrouble(new Error("NATS doesn't answer any more: the connection is given up, and made anew"));
        break;
      case "disconnect":
        outage.tell(new Error("NATS is disconnected; reading goes on when it is back"));
        break;
      case "reconnect":
        for (const trouble of [outage, refusal]) trouble.over();
        onReconnect();
        break;
      case "error":
        if (refusals.has(String(data))) refusal.tell(refused(String(data)));
        else onTrouble(new Error(`NATS reported ${data}${about(permissionContext)}`));
        break;
    }
  }
}

function refused(code: string): Error {
  return new Error(
    `NATS refuses the login (${code}): the servers don't know the key, or not yet; it is tried on, with the seed read anew`,
  );
}

function about(context: { readonly operation: string; readonly subject: string } | undefined): string {
  return context === undefined ? "" : `: no right to ${context.operation} ${context.subject}`;
}
