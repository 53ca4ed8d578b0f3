/** A call of JetStream's API, `STREAM.INFO.auth-events`: what it is about, what it does, and the names that follow. */
interface ApiCall {
  readonly object: string;
  readonly verb: string;
  readonly names: readonly string[];
}

/** Whether the call only reads, so that it may be made again. Names decide nothing: a stream may be called USER_INFO. */
export function isRead(call: string): boolean {
  return parse(call).verb === "INFO";
}

/** The call that reads what this one is about, e.g. `CONSUMER.INFO.auth-events.billing`. */
export function readOf(call: string): string {
  const { object, names } = parse(call);
  const own = names.slice(0, object === "CONSUMER" ? 2 : 1);
  return [object, "INFO", ...own].join(".");
}

function parse(call: string): ApiCall {
  const [object = "", verb = "", ...names] = call.split(".");
  return { object, verb, names };
}
