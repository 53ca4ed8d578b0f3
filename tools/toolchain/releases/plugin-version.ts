import { spawn } from "node:child_process";
import { once } from "node:events";
import { credentials, Metadata } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** How long a plugin may take to start and answer, seconds. */
const seconds = 20;

/**
 * What a Pulumi provider says of its version, e.g. "4.25.0", or "" when it says nothing. It knows no `--version`: it is
 * started as the engine starts it, and asked by gRPC at the port that it prints.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export async function pluginVersion(binary: string): Promise<string> {
  const engine = "127.0.0.1:1";
  const plugin = spawn(binary, [engine], { stdio: ["ignore", "pipe", "ignore"], timeout: seconds * 1000 });
  try {
    const ended = once(plugin, "exit").then(() => [""]);
    const [line] = await Promise.race([once(plugin.stdout, "data"), ended]);
    const port = Number(line);
    return port > 0 ? await ask(`127.0.0.1:${port}`) : "";
  } catch {
    return "";
  } finally {
    plugin.kill();
  }
}

function ask(address: string): Promise<string> {
  const client = new ResourceProviderClient(address, credentials.createInsecure());
  const answer = new Promise<string>((resolve, reject) => {
    const deadline = Date.now() + seconds * 1000;
    client.getPluginInfo(new Empty(), new Metadata(), { deadline }, (error, info) =>
      error ? reject(error) : resolve(info.getVersion()),
    );
  });
  return answer.finally(() => client.close());
}
