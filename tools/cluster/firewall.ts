import { run } from "../lib/run";

const families = ["iptables", "ip6tables"] as const;

/** Removes the chains, rules and address sets that kubelet, kube-proxy, kube-router and the pods' network made. */
export async function cleanFirewall(): Promise<void> {
  for (const family of families) {
    const script = renderRemoval(await save(family));
    if (script !== "") await run(`${family}-restore`, ["--noflush", "--wait=10"], { input: script });
  }
  const sets = (await run("ipset", ["list", "-name"])).split("\n").filter((name) => ourSet.test(name));
  for (const name of sets) await run("ipset", ["destroy", name]);
}

/** Whether the machine has rules of a Kubernetes node. */
export async function hasKubernetesRules(): Promise<boolean> {
  return /^:KUBE-/m.test(await save("iptables"));
}

const ourSet = /^(inet6:)?(KUBE-|kube-router-)/;

/** Kubernetes' own chains, and a pod's chain for leaving the bridge, which its rules name as our network's. */
const kubernetesChain = /^KUBE-/;
const podChain = /^CNI-[0-9a-f]{24}$/;

/**
 * What iptables-restore needs to undo, out of what iptables-save printed, all that belongs to the cluster: rules in
 * others' chains one by one, our chains as a whole. Everything else stays untouched. "" when there is nothing.
 */
export function renderRemoval(saved: string): string {
  return splitTables(saved).map(removalOfTable).join("");
}

function removalOfTable({ table, lines }: Table): string {
  const chains = lines
    .filter((line) => line.startsWith(":"))
    .map((line) => line.slice(1).split(" ")[0] ?? "");
  const ownPodChains = chains.filter((chain) => podChain.test(chain) && lines.some(isOwnPodRule(chain)));
  const ours = new Set([...chains.filter((chain) => kubernetesChain.test(chain)), ...ownPodChains]);
  const rules = lines.filter((line) => line.startsWith("-A ") && isOurs(line, ours));
  if (ours.size + rules.length === 0) return "";
  const commands = [
    ...rules.map((rule) => rule.replace("-A ", "-D ")),
    ...[...ours].map((chain) => `-F ${chain}`),
    ...[...ours].map((chain) => `-X ${chain}`),
  ];
  return [`*${table}`, ...commands, "COMMIT", ""].join("\n");
}

/** A rule in someone else's chain that leads to one of ours or was made for our traffic. */
function isOurs(rule: string, ours: ReadonlySet<string>): boolean {
  const [, chain = ""] = rule.split(" ");
  if (ours.has(chain)) return false;
  const target = / -[jg] (\S+)/.exec(rule)?.[1] ?? "";
  return (
    ours.has(target) || rule.includes("rule to explicitly ACCEPT traffic that comply to network policies")
  );
}

function isOwnPodRule(chain: string): (line: string) => boolean {
  return (line) => line.includes(`-j ${chain}`) && line.includes('name: \\"auth-stack\\"');
}

interface Table {
  readonly table: string;
  readonly lines: readonly string[];
}

function splitTables(saved: string): Table[] {
  return saved
    .split(/^\*/m)
    .slice(1)
    .map((text) => text.split("\n"))
    .map(([table = "", ...lines]) => ({ table, lines }));
}

/** A family whose tables the kernel lacks has no rules. */
async function save(family: (typeof families)[number]): Promise<string> {
  try {
    return await run(`${family}-save`, []);
  } catch {
    return "";
  }
}
