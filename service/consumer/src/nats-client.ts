/** The NATS client. Nothing else imports its package: docs/adr/0021-one-module-per-wing-knows-the-nats-client.md. */
export type {
  Authenticator,
  ConnectionOptions,
  ConsumerConfig,
  ConsumerInfo,
  JetStreamClient,
  JsMsg,
  Msg,
  MsgHdrs,
  NatsConnection,
  Subscription,
} from "nats";
export {
  connect,
  createInbox,
  ErrorCode,
  headers,
  NatsError,
  nkeyAuthenticator,
  nkeys,
  RequestStrategy,
} from "nats";
// Not among what the package exports; its own fetch() knows no priority groups, and hides what the server answers.
export { toJsMsg } from "nats/lib/jetstream/jsmsg";
