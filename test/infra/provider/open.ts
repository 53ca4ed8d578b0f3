import type { OnFinished } from "../../support/servers";
import { startEngine, type TestEngine } from "./engine";
import { type OpenServer, startOpenCluster } from "./matrix/server";

/** The provider, connected to a cluster where every stream and consumer is allowed. */
export interface OpenProvider {
  readonly server: OpenServer;
  readonly engine: TestEngine;
}

/** Starts three servers without users and the provider, as a user who knows the API under its own name. */
export async function startOpenProvider(finished: OnFinished): Promise<OpenProvider> {
  const server = await startOpenCluster(finished);
  const engine = await startEngine(finished);
  await engine.configure({ servers: [server.url], user: "auth-service" });
  return { server, engine };
}
