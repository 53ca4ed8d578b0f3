import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Shows messages beside a resource in Pulumi's output. */
export interface Log {
  readonly send: (severity: "info" | "warning", message: string, urn: string) => void;
  /** Resolves when everything that was sent has arrived. */
  readonly flush: () => Promise<void>;
}

const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING } as const;

/** Drops every message. */
export const silentLog: Log = { send: () => undefined, flush: async () => undefined };

/** The log of the engine at this address. A message that can't be delivered is dropped: it decides nothing. */
export function engineLog(address: string): Log {
  const client = new EngineClient(address, credentials.createInsecure());
  let arrived = Promise.resolve();
  return {
    send: (severity, message, urn) => {
      const request = new LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn);
      const sent = new Promise<void>((resolve) => client.log(request, () => resolve()));
      arrived = arrived.then(() => sent);
    },
    flush: () => arrived,
  };
}
