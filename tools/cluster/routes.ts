import { network } from "./layout";

/**
 * A route of the machine that overlaps with the cluster's networks and is not the cluster's own, in words; from the
 * text of /proc/net/route, where addresses are hexadecimal in the machine's byte order.
 */
export function foreignRoute(routes: string): string | undefined {
  const lines = routes.trim().split("\n").slice(1);
  for (const line of lines) {
    const [device = "", destination = "", , , , , , mask = ""] = line.split("\t");
    const route = { base: parseHex(destination), mask: parseHex(mask) };
    const clash = [network.podCidr, network.serviceCidr].find((cidr) => overlaps(parseCidr(cidr), route));
    if (device !== network.bridge && route.mask !== 0 && clash !== undefined)
      return `${device} routes to ${clash}`;
  }
  return undefined;
}

interface Range {
  readonly base: number;
  readonly mask: number;
}

function overlaps(one: Range, other: Range): boolean {
  const wider = one.mask & other.mask;
  return (one.base & wider) === (other.base & wider);
}

function parseCidr(cidr: string): Range {
  const [base = "", length = ""] = cidr.split("/");
  const number = base.split(".").reduce((value, part) => value * 256 + Number(part), 0);
  return { base: number | 0, mask: -1 << (32 - Number(length)) };
}

function parseHex(field: string): number {
  return Buffer.from(field.padStart(8, "0"), "hex").readInt32LE();
}
