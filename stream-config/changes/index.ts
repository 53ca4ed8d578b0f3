export {
  acknowledgementOf,
  type Change,
  type Difference,
  describeChange,
  type Effect,
  type Verdict,
} from "./change";
export * from "./consumer";
export type { ConsumerField, ConsumerSettings } from "./consumer-settings";
export * from "./stream";
export type { StreamField, StreamSettings, StreamSource, SubjectTransform } from "./stream-settings";
