import type { RequireRunning } from "../while-running";
import type { NatsServer, NatsServers } from "./server";

/** The servers, of which none is changed any more once the operation is over. */
export function unlessOver(requireRunning: RequireRunning, servers: NatsServers): NatsServers {
  const guarded = (act: () => Promise<void>) => async () => {
    requireRunning();
    await act();
  };
  const guard = (server: NatsServer): NatsServer => ({
    ...server,
    updateFiles: guarded(server.updateFiles),
    reload: guarded(server.reload),
  });
  return { ...servers, server: (name) => guard(servers.server(name)) };
}
