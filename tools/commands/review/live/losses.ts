import type { JetStream } from "../../../../infra/provider/api/jetstream";
import { findLive } from "../../../../infra/provider/stream/live";
import { countLosses, describeAmount } from "../../../../infra/provider/stream/loss";
import { streamChanges } from "../../../../stream-config";
import type { ContractSnapshot, Finding, Report } from "../../../../stream-config/review";

/** The report with what each change that loses data would delete now, counted on the live streams. */
export async function withLosses(
  jetStream: JetStream,
  report: Report,
  { live, declared }: { readonly live: ContractSnapshot; readonly declared: ContractSnapshot },
): Promise<Report> {
  const amounts = new Map<string, string>();
  for (const before of live.streams) {
    const after = declared.streams.find(({ name }) => name === before.name);
    const changes = streamChanges(before, after ?? before).filter(({ effect }) => effect === "losesData");
    const content = changes.length === 0 ? undefined : (await findLive(jetStream, before.name))?.state;
    if (content === undefined) continue;
    const losses = await countLosses(jetStream, before.name, content, changes, after ?? before);
    for (const loss of losses) amounts.set(`${before.name} ${loss.change.field}`, describeAmount(loss));
  }
  return { ...report, findings: report.findings.map((finding) => withAmount(finding, amounts)) };
}

function withAmount(finding: Finding, amounts: ReadonlyMap<string, string>): Finding {
  const amount = amounts.get(`${finding.name} ${finding.field}`);
  if (finding.kind !== "stream" || amount === undefined) return finding;
  return { ...finding, consequence: `${finding.consequence} Now it would delete ${amount}.` };
}
