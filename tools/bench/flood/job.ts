/** What a flooder, a process of its own, is asked to do. */
export interface Flood {
  readonly port: number;
  readonly connections: number;
  /** Requests that each connection sends a second, whether or not earlier ones have been answered. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** What came of a flood. */
export interface Flooded {
  readonly sent: number;
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Connections that were closed or refused; each is opened again when its next request is due. */
  readonly closed: number;
  /** Latency of the answers that were no 503, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}
