/** An event on its way into the outbox: its id (becomes `Nats-Msg-Id`) and its envelope as JSON. */
export interface OutboxEntry {
  readonly id: string;
  readonly body: string;
}
