export { measureEach } from "./measure-each";
export { createMetrics, type Metrics, measureState } from "./metrics";
export { sharedAnswer } from "./shared-answer";
