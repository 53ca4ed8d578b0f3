import type { Call } from "../../../infra/provider/resource";

/** An operation of Pulumi that nothing ends, which is told nothing or what `told` takes. */
export function testCall(told: (message: string) => unknown = () => undefined): Call {
  return {
    urn: "urn:pulumi:test::auth-stack::authstack::example",
    signal: new AbortController().signal,
    deadline: undefined,
    inform: (message) => void told(message),
    warn: (message) => void told(message),
  };
}
