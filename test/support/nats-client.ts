/** The NATS client. Nothing else imports its package: docs/adr/0021-one-module-per-wing-knows-the-nats-client.md. */
export type {
  ConnectionOptions,
  Consumer,
  JetStreamClient,
  JetStreamManager,
  JsMsg,
  Msg,
  MsgHdrs,
  NatsConnection,
} from "nats";
export {
  AckPolicy,
  connect,
  ErrorCode,
  headers,
  NatsError,
  nkeyAuthenticator,
  RequestStrategy,
  StringCodec,
} from "nats";
export { JetStreamClientImpl } from "nats/lib/jetstream/jsclient.js";
