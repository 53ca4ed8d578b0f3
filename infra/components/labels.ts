/** Labels that every object of a part carries; selectors use the same. */
export function labelsOf(part: string): {
  readonly "app.kubernetes.io/name": string;
  readonly "app.kubernetes.io/part-of": string;
} {
  return { "app.kubernetes.io/name": part, "app.kubernetes.io/part-of": "auth-stack" };
}

/** Pods of other teams that carry this label reach NATS, from any namespace. */
export const natsClientLabel = { "auth-stack/nats-client": "true" } as const;

/** Pods that carry this label reach the auth service's admin port, from any namespace. */
export const metricsClientLabel = { "auth-stack/metrics-client": "true" } as const;
