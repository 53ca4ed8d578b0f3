import { type ContractSnapshot, type Report, reviewContracts } from "../../../../stream-config/review";
import { liveContract } from "./contract";
import { withLosses } from "./losses";
import { type LiveSource, withServers } from "./servers";

export type { LiveSource } from "./servers";

/** What deploying the declared contract does to the running servers. Throws UserError and UnitError. */
export function reviewLive(source: LiveSource, declared: ContractSnapshot, name: string): Promise<Report> {
  return withServers(source, async (servers) => {
    const live = await liveContract(servers, declared);
    const report = reviewContracts(
      { revision: { name: servers.name }, contract: live },
      { revision: { name }, contract: declared },
    );
    return withLosses(servers.jetStream, report, { live, declared });
  });
}
