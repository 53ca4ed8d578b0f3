/** The NATS client. Nothing else imports its package: docs/adr/0021-one-module-per-wing-knows-the-nats-client.md. */
export type { ConnectionOptions, Msg, NatsConnection, Subscription, TlsOptions } from "nats";
export { connect, createInbox, Empty, ErrorCode, headers, NatsError, nkeyAuthenticator } from "nats";
