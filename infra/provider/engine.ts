import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Shows a message beside a resource in Pulumi's output. */
export type Log = (severity: "info" | "warning", message: string, urn: string) => void;

const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING } as const;

/** The log of the engine at this address. A message that can't be delivered is dropped: it decides nothing. */
export function engineLog(address: string): Log {
  const client = new EngineClient(address, credentials.createInsecure());
  return (severity, message, urn) => {
    const request = new LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn);
    client.log(request, () => undefined);
  };
}
