import { promisify } from "node:util";
import { credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { authstack } from "../../../infra/provider/authstack";
import { serve } from "../../../infra/provider/grpc";
import type { Provider } from "../../../infra/provider/provider";
import type { OnFinished } from "../../support/servers";

/** Properties in the engine's own encoding. */
export type Wire = Record<string, unknown>;

/** A resource as it stands in the state. */
export interface Recorded {
  readonly id: string;
  readonly inputs: Wire;
  readonly state: Wire;
  /** The engine reads it back before each preview and update. */
  readonly refreshBeforeUpdate: boolean;
}

/** An engine's side of the provider protocol, with a real connection to the provider. */
export interface TestEngine {
  readonly client: ResourceProviderClient;
  /** What the provider told the user, oldest first. */
  readonly messages: string[];
  readonly configure: (config: Wire) => Promise<void>;
  readonly checkConfig: (config: Wire) => Promise<string[]>;
  readonly diffConfig: (before: Wire, after: Wire) => Promise<DiffAnswer>;
  readonly check: (token: string, news: Wire, olds?: Wire) => Promise<{ inputs: Wire; failures: string[] }>;
  /** After a check, as for what a program says. */
  readonly diff: (token: string, before: Recorded, news: Wire) => Promise<DiffAnswer>;
  /** Reads the resource and compares it with what is recorded, as the engine does before it goes on to the program. */
  readonly refresh: (token: string, recorded: Recorded) => Promise<DiffAnswer>;
  readonly create: (token: string, inputs: Wire, preview?: boolean) => Promise<Recorded>;
  readonly read: (token: string, id: string, recorded?: Recorded) => Promise<Recorded | undefined>;
  readonly update: (token: string, before: Recorded, inputs: Wire, preview?: boolean) => Promise<Recorded>;
  readonly delete: (token: string, recorded: Recorded) => Promise<void>;
  /** Ends what is under way. */
  readonly cancel: () => Promise<void>;
  /** Seconds that each operation may take from now on; 0 leaves it to the provider. */
  readonly customTimeouts: (seconds: number) => void;
  /** Check and create, as `pulumi up` does for a new resource. */
  readonly up: (token: string, inputs: Wire) => Promise<Recorded>;
}

/** The answer to a diff: changed fields and the kind of each. */
export interface DiffAnswer {
  readonly changes: "none" | "some";
  readonly fields: Readonly<Record<string, string>>;
  readonly replaces: readonly string[];
}

/** Encodes a secret. */
export function secret(value: unknown): Wire {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A value that isn't known yet, encoded. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Starts the provider and an engine that talks to it. */
export async function startEngine(
  onFinished: OnFinished,
  provider: Provider = authstack(),
): Promise<TestEngine> {
  const messages: string[] = [];
  const engine = await startLog(messages);
  const { port, server } = await serve(provider);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  onFinished(async () => {
    client.close();
    await provider.close();
    server.forceShutdown();
    engine.server.forceShutdown();
  });
  const handshake = new proto.ProviderHandshakeRequest().setEngineAddress(`127.0.0.1:${engine.port}`);
  await ask(client.handshake.bind(client) as Unary<typeof handshake, unknown>, handshake);
  return { client, messages, ...operations(client) };
}

/** Only the part of the engine that prints messages. */
async function startLog(messages: string[]): Promise<{ port: number; server: Server }> {
  const server = new Server();
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, callback: (error: null, answer: Empty) => void) => {
      messages.push(call.request.getMessage());
      callback(null, new Empty());
    },
  });
  const bind = promisify(server.bindAsync.bind(server));
  return { port: await bind("127.0.0.1:0", ServerCredentials.createInsecure()), server };
}

type Unary<Request, Answer> = (
  request: Request,
  callback: (error: Error | null, answer: Answer) => void,
) => unknown;

function ask<Request, Answer>(method: Unary<Request, Answer>, request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    method(request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

function operations(client: ResourceProviderClient): Omit<TestEngine, "client" | "messages"> {
  const call = <Request, Answer>(name: keyof ResourceProviderClient, request: Request) =>
    ask<Request, Answer>((client[name] as Unary<Request, Answer>).bind(client), request);
  let timeout = 0;
  const engine: Omit<TestEngine, "client" | "messages"> = {
    customTimeouts: (seconds) => {
      timeout = seconds;
    },
    configure: async (config) => {
      await call("configure", new proto.ConfigureRequest().setArgs(struct(config)));
    },
    checkConfig: async (config) => {
      const request = new proto.CheckRequest().setNews(struct(config));
      return failuresOf(await call<proto.CheckRequest, proto.CheckResponse>("checkConfig", request));
    },
    diffConfig: async (before, after) => {
      const request = new proto.DiffRequest().setOldInputs(struct(before)).setNews(struct(after));
      return describeDiff(await call("diffConfig", request));
    },
    check: async (token, news, olds = {}) => {
      const request = address(new proto.CheckRequest(), token).setNews(struct(news)).setOlds(struct(olds));
      const answer = await call<proto.CheckRequest, proto.CheckResponse>("check", request);
      return { inputs: answer.getInputs()?.toJavaScript() ?? {}, failures: failuresOf(answer) };
    },
    diff: async (token, before, news) => {
      await engine.check(token, news, before.inputs);
      return describeDiff(await call("diff", diffRequest(token, before, news)));
    },
    refresh: async (token, recorded) => {
      const live = await engine.read(token, recorded.id, recorded);
      if (live === undefined) throw new Error(`${recorded.id} is gone`);
      return describeDiff(await call("diff", diffRequest(token, live, recorded.inputs)));
    },
    create: async (token, inputs, preview = false) => {
      const request = address(new proto.CreateRequest(), token)
        .setProperties(struct(inputs))
        .setTimeout(timeout)
        .setPreview(preview);
      const answer = await call<proto.CreateRequest, proto.CreateResponse>("create", request);
      return recordOf(answer.getId(), inputs, answer);
    },
    read: async (token, id, recorded) => {
      const request = address(new proto.ReadRequest(), token).setId(id).setTimeout(timeout);
      if (recorded) request.setInputs(struct(recorded.inputs)).setProperties(struct(recorded.state));
      const answer = await call<proto.ReadRequest, proto.ReadResponse>("read", request);
      if (answer.getId() === "") return undefined;
      const inputs = answer.getInputs()?.toJavaScript() ?? {};
      return recordOf(answer.getId(), inputs, answer);
    },
    update: async (token, before, inputs, preview = false) => {
      const request = address(new proto.UpdateRequest(), token)
        .setId(before.id)
        .setOlds(struct(before.state))
        .setOldInputs(struct(before.inputs))
        .setNews(struct(inputs))
        .setTimeout(timeout)
        .setPreview(preview);
      const answer = await call<proto.UpdateRequest, proto.UpdateResponse>("update", request);
      return recordOf(before.id, inputs, answer);
    },
    delete: async (token, { id, inputs, state }) => {
      const request = address(new proto.DeleteRequest(), token)
        .setId(id)
        .setProperties(struct(state))
        .setTimeout(timeout)
        .setOldInputs(struct(inputs));
      await call("delete", request);
    },
    cancel: async () => {
      await call("cancel", new Empty());
    },
    up: async (token, given) => {
      const { inputs, failures } = await engine.check(token, given);
      if (failures.length > 0) throw new Error(failures.join("; "));
      return engine.create(token, inputs);
    },
  };
  return engine;
}

function recordOf(
  id: string,
  inputs: Wire,
  answer: proto.CreateResponse | proto.ReadResponse | proto.UpdateResponse,
): Recorded {
  const state = answer.getProperties()?.toJavaScript() ?? {};
  return { id, inputs, state, refreshBeforeUpdate: answer.getRefreshBeforeUpdate() };
}

function diffRequest(token: string, { id, inputs, state }: Recorded, news: Wire): proto.DiffRequest {
  return address(new proto.DiffRequest(), token)
    .setId(id)
    .setOlds(struct(state))
    .setOldInputs(struct(inputs))
    .setNews(struct(news));
}

interface Addressed {
  setUrn(urn: string): unknown;
  setType(token: string): unknown;
}

function address<Request extends Addressed>(request: Request, token: string): Request {
  request.setUrn(`urn:pulumi:test::auth-stack::${token}::example`);
  request.setType(token);
  return request;
}

function struct(properties: Wire): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function failuresOf(answer: proto.CheckResponse): string[] {
  return answer.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
}

const kinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

function describeDiff(answer: proto.DiffResponse): DiffAnswer {
  const fields: Record<string, string> = {};
  answer.getDetaileddiffMap().forEach((detail, name) => {
    fields[name] = kinds[detail.getKind()]!;
  });
  return {
    changes: answer.getChanges() === proto.DiffResponse.DiffChanges.DIFF_NONE ? "none" : "some",
    fields,
    replaces: answer.getReplacesList(),
  };
}
