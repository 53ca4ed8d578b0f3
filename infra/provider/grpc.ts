import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { engineLog, silentLog } from "./engine";
import { ProviderError } from "./errors";
import { check, checkConfig, configure, create, diff, diffConfig, read, remove, update } from "./operations";
import type { Provider } from "./provider";
import type { Call, Resource } from "./resource";
import { packageSchema } from "./schema";

/**
 * Serves the provider to the engine on a loopback port and returns the port. The SDK's own server is not used: it can't
 * import, drops the detailed diff and never passes the configuration on.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export async function serve(provider: Provider): Promise<{ port: number; server: Server }> {
  const server = new Server();
  server.addService(ResourceProviderService, createService(provider));
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error ? reject(error) : resolve(bound));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
  return { port, server };
}

/** One handler per method of the service. Methods left out answer "unimplemented", which the engine understands. */
function createService(provider: Provider) {
  let log = silentLog;
  let stop = new AbortController();
  // Resources whose live state was read, until the engine goes on to what the program says of them.
  const refreshing = new Set<string>();
  const find = findResource(provider);
  const callOf = (request: Addressed): Call => ({
    urn: request.getUrn(),
    signal: stop.signal,
    deadline: deadlineOf(request),
    inform: (message) => log.send("info", message, request.getUrn()),
    warn: (message) => log.send("warning", message, request.getUrn()),
  });
  const answer = <Request, Response>(handle: (request: Request) => Response | Promise<Response>) =>
    unary(async (request: Request) => {
      try {
        return await handle(request);
      } finally {
        await log.flush();
      }
    });
  return {
    handshake: answer((request: proto.ProviderHandshakeRequest) => {
      log = engineLog(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    getPluginInfo: answer(() => new PluginInfo().setVersion(provider.version)),
    getSchema: answer(() => new proto.GetSchemaResponse().setSchema(JSON.stringify(packageSchema(provider)))),
    checkConfig: answer((request: proto.CheckRequest) => checkConfig(provider, request)),
    diffConfig: answer((request: proto.DiffRequest) => diffConfig(provider, request)),
    configure: answer((request: proto.ConfigureRequest) => {
      stop = new AbortController();
      return configure(provider, request);
    }),
    check: answer((request: proto.CheckRequest) => {
      refreshing.delete(request.getUrn());
      return check(find(request), request);
    }),
    diff: answer((request: proto.DiffRequest) => {
      const inputsOf = refreshing.has(request.getUrn()) ? "record" : "program";
      return diff(find(request), request, inputsOf, callOf(request));
    }),
    create: answer((request: proto.CreateRequest) => create(find(request), request, callOf(request))),
    read: answer((request: proto.ReadRequest) => {
      refreshing.add(request.getUrn());
      return read(find(request), request, callOf(request));
    }),
    update: answer((request: proto.UpdateRequest) => update(find(request), request, callOf(request))),
    delete: answer(async (request: proto.DeleteRequest) => {
      await remove(find(request), request, callOf(request));
      return new Empty();
    }),
    cancel: answer(async () => {
      stop.abort();
      await provider.close();
      return new Empty();
    }),
  };
}

/** A request about one resource; some may take only so many seconds, and say 0 for no limit. */
interface Addressed {
  getUrn(): string;
  getTimeout?(): number;
}

function deadlineOf(request: Addressed): Date | undefined {
  const seconds = request.getTimeout?.() ?? 0;
  return seconds > 0 ? new Date(Date.now() + seconds * 1_000) : undefined;
}

function findResource({ name, resources }: Provider): (request: { getType(): string }) => Resource {
  const byToken = new Map(resources.map((resource) => [resource.token, resource]));
  return (request) => {
    const resource = byToken.get(request.getType());
    if (resource !== undefined) return resource;
    throw new ProviderError(
      `The ${name} provider has no resource ${JSON.stringify(request.getType())}.`,
      `It has ${[...byToken.keys()].join(", ")}.`,
    );
  };
}

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await handle(call.request));
    } catch (error) {
      callback(toStatus(error));
    }
  };
}

/** What the engine prints. A failure that nobody foresaw keeps its stack, for it is a bug. */
function toStatus(error: unknown): Partial<ServiceError> {
  if (error instanceof ProviderError) return { code: status.FAILED_PRECONDITION, details: error.message };
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: status.INTERNAL, details };
}
