/** What is wrong with a user's rights on a server. */
export interface Finding {
  readonly user: string;
  readonly server: string;
  /** What was tried: the subject of a request or a subscription, or "connect". */
  readonly tried: string;
  /** "nobody": no responders; "silent": no answer in time, as of a cluster without a leader. */
  readonly problem: "refused" | "nobody" | "silent" | "no JetStream" | "still answered" | "still let in";
}

/** A finding in words, e.g. "billing gets no answer to AUTHJS.INFO on nats-1 (no responders)". */
export function describeFinding({ user, server, tried, problem }: Finding): string {
  const attempt = tried === "connect" ? "to connect" : tried;
  switch (problem) {
    case "refused":
      return `${user} is refused ${attempt} on ${server}`;
    case "nobody":
      return `${user} gets no answer to ${attempt} on ${server} (no responders)`;
    case "silent":
      return `${user} gets no answer to ${attempt} on ${server} in time`;
    case "no JetStream":
      return `${user} gets an answer to ${attempt} on ${server}, but not from JetStream`;
    case "still answered":
      return `${user} is still answered ${attempt} on ${server}, a right that it has no more`;
    case "still let in":
      return `the key that ${user} had is still let in on ${server}`;
  }
}

/** Findings in words, the first few of them. */
export function describeFindings(findings: readonly Finding[]): string {
  const [shown, more] = [findings.slice(0, 5), findings.length - 5];
  return [...shown.map(describeFinding), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
