import { NoQuorumError, ProviderError, UnreachableError } from "../../errors";
import { poll } from "../poll";
import type { NatsServer } from "../server";
import { describeFindings, type Finding } from "./finding";

/** How long to try, in milliseconds: before a server is reloaded, and while JetStream, or a stream, may have no leader. */
export interface ProofPatience {
  readonly rights: number;
  readonly leader: number;
}

/** A new durable is known on every server moments after it was made; leaders are elected in some seconds. */
export const usualProofPatience: ProofPatience = { rights: 2_000, leader: 30_000 };

/** nats-server 2.15.2 needs one, docs/adr/0012-rights-are-proven-by-requests.md. */
const mostReloads = 3;

/** Tries a server's rights and tells what is wrong. Throws UnreachableError when the server is away. */
export type Prove = () => Promise<readonly Finding[]>;

/**
 * Demands that a proof finds nothing wrong on the server, and has it reload while it does. Answers how often that was.
 * Throws ProviderError when it did not help, UnreachableError when the server or JetStream's leader is away.
 */
export async function demandRights(
  server: NatsServer,
  prove: Prove,
  patience: ProofPatience = usualProofPatience,
): Promise<number> {
  for (let reloads = 0; ; reloads++) {
    const last = reloads === mostReloads;
    const findings = await settle(prove, last ? { ...patience, rights: patience.leader } : patience);
    if (findings.length === 0) return reloads;
    if (findings.every(isSilence)) throw nobodyLeads(server, findings);
    if (last) throw unproven(server, findings);
    await server.reload();
  }
}

/** Says that reloads were needed. */
export function reloadedAgain(server: string, reloads: number): string {
  return `server ${server} acts by its configuration since it was reloaded again (${reloads} ×)`;
}

/** Proves until nothing is wrong, or patience ends, and tells what is. Throws UnreachableError when the server is away. */
export async function settle(prove: Prove, { rights, leader }: ProofPatience): Promise<readonly Finding[]> {
  // A server that reloads shuts the connections that are just being made.
  const look = () => prove().catch((error: unknown) => unreachable(error));
  const patience = (seen: Look) => (seen instanceof Error || seen.every(isSilence) ? leader : rights);
  const seen = await poll(patience, look, (last) => !(last instanceof Error) && last.length === 0);
  if (seen instanceof Error) throw seen;
  return seen;
}

type Look = readonly Finding[] | UnreachableError;

function unreachable(error: unknown): UnreachableError {
  if (error instanceof UnreachableError) return error;
  throw error;
}

function isSilence({ problem }: Finding): boolean {
  return problem === "silent";
}

function nobodyLeads({ name }: NatsServer, findings: readonly Finding[]): NoQuorumError {
  return new NoQuorumError(
    `Rights can't be proven on server ${name}: ${describeFindings(findings)}.`,
    "JetStream has probably no quorum. Check that a majority of the NATS servers runs, then run Pulumi again.",
  );
}

function unproven({ name }: NatsServer, findings: readonly Finding[]): ProviderError {
  return new ProviderError(
    `Server ${name} has taken over its configuration, but does not act by it: ${describeFindings(findings)}.`,
    `It was reloaded ${mostReloads} more times, which did not help. Restart it (delete its pod, one server at a time), then run Pulumi again.`,
  );
}
