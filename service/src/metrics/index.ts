export type { Counter, Registry } from "@prometheus-io/client";
export { counted, type Definition, measured } from "./definitions";
export { measure, measureEach, measureState } from "./measure";
export { createMetrics, type Metrics } from "./registry";
export { sharedAnswer } from "./shared-answer";
