export { type ConsumerField, type ConsumerSettings, consumerDefaults, consumerSettings } from "./consumer";
export {
  decodeConsumer,
  encodeConsumer,
  encodeConsumerOnto,
  type LiveConsumer,
  unchangeable,
} from "./consumer/config";
export type { Immutable } from "./setting";
export {
  type StreamField,
  type StreamSettings,
  serverDecides,
  streamDefaults,
  streamSettings,
} from "./stream";
export { type Effect, isLossy, replacement, type Verdict } from "./verdict";
