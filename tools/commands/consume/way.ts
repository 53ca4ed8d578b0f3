/** How a consuming service gets to NATS. */
export interface Way {
  /** The variables that `connectConsumer` takes. */
  readonly env: {
    readonly NATS_URL: string;
    readonly NATS_SEED_FILE: string;
    readonly NATS_CA_FILE?: string;
  };
  readonly close: () => void;
}
