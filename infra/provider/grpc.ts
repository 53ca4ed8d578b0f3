import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { engineLog, type Log } from "./engine";
import { ProviderError } from "./errors";
import { check, checkConfig, create, diff, diffConfig, read, remove, update } from "./operations";
import type { Provider } from "./provider";
import type { Call, Resource } from "./resource";
import { packageSchema } from "./schema";
import { decode } from "./wire";

/**
 * Serves the provider to the engine on a loopback port and returns the port. The SDK's own server is not used: it can't
 * import, drops the detailed diff and never passes the configuration on.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export async function serve(
  provider: Provider,
  engineAddress?: string,
): Promise<{ port: number; server: Server }> {
  const server = new Server();
  server.addService(ResourceProviderService, createService(provider, engineAddress));
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error ? reject(error) : resolve(bound));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
  return { port, server };
}

/** One handler per method of the service. Methods left out answer "unimplemented", which the engine understands. */
function createService(provider: Provider, engineAddress: string | undefined) {
  let log: Log = engineAddress === undefined ? () => undefined : engineLog(engineAddress);
  const find = findResource(provider);
  const callOf = (request: { getUrn(): string }): Call => ({
    urn: request.getUrn(),
    inform: (message) => log("info", message, request.getUrn()),
    warn: (message) => log("warning", message, request.getUrn()),
  });
  return {
    handshake: unary((request: proto.ProviderHandshakeRequest) => {
      log = engineLog(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(provider.version)),
    getSchema: unary(() => new proto.GetSchemaResponse().setSchema(JSON.stringify(packageSchema(provider)))),
    checkConfig: unary((request: proto.CheckRequest) => checkConfig(provider, request)),
    diffConfig: unary((request: proto.DiffRequest) => diffConfig(provider, request)),
    configure: unary((request: proto.ConfigureRequest) => {
      provider.configure(decode(request.getArgs()).values);
      return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: unary((request: proto.CheckRequest) => check(find(request), request)),
    diff: unary((request: proto.DiffRequest) => diff(find(request), request, callOf(request))),
    create: unary((request: proto.CreateRequest) => create(find(request), request, callOf(request))),
    read: unary((request: proto.ReadRequest) => read(find(request), request, callOf(request))),
    update: unary((request: proto.UpdateRequest) => update(find(request), request, callOf(request))),
    delete: unary(async (request: proto.DeleteRequest) => {
      await remove(find(request), request, callOf(request));
      return new Empty();
    }),
    cancel: unary(async () => {
      await provider.close();
      return new Empty();
    }),
  };
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
