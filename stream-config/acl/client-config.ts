/** What a client of the stack has to set to connect as a user: options of the same names of the nats client. */
export interface ConnectionSettings {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly apiPrefix: string;
}

/** All that a consuming service has to know besides its seed, the servers' address and the CA certificate. */
export interface ClientConfig extends ConnectionSettings {
  /** The NATS account that it lives in; for reading logs, no client sets it. */
  readonly account: string;
  readonly stream: string;
  /** The durable consumer that it reads. */
  readonly durable: string;
  /** Subjects of the events that it gets. */
  readonly subjects: readonly string[];
  /** The durable on which it is given events again: its dead letters, and what an operator replays to it. */
  readonly replay?: { readonly stream: string; readonly durable: string };
}
