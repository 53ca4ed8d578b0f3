/** The NATS client. Nothing else imports its package: docs/adr/0021-one-module-per-wing-knows-the-nats-client.md. */
export type { ApiError, ConnectionOptions, JetStreamClient, JsMsg, MsgHdrs, NatsConnection } from "nats";
export { connect, ErrorCode, NatsError, nkeyAuthenticator } from "nats";
