/** The NATS client. Nothing else imports its package: docs/adr/0021-one-module-per-wing-knows-the-nats-client.md. */
export type {
  Codec,
  ConnectionOptions,
  ConsumerInfo,
  JetStreamClient,
  JetStreamManager,
  JsMsg,
  MsgHdrs,
  NatsConnection,
  StreamInfo,
} from "nats";
export { connect, headers, JSONCodec, NatsError, nkeyAuthenticator } from "nats";
