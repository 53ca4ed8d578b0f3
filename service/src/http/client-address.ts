import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";

/** Where a request comes from, as far as trusted proxies tell. What they tell and is no address is not believed. */
export function clientAddress(request: FastifyRequest): string {
  return canonicalAddress(request.ip) ?? peerAddress(request.socket);
}

/** Who is at the other end of a connection. */
export function peerAddress({ remoteAddress = "" }: { readonly remoteAddress?: string | undefined }): string {
  return canonicalAddress(remoteAddress) ?? remoteAddress;
}

/**
 * An address in the one form that is logged, counted and shown: IPv4 also where it came as a mapped one (`::ffff:…`), IPv6
 * as in RFC 5952, without the port that some proxies add. Undefined when the text is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  return parseAddress(text)?.toString();
}

/** Whether an address, however a proxy spells it, is in one of these networks. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  const parsed = parseAddress(address);
  return (
    parsed !== undefined &&
    networks.some((network) => parsed.kind() === network[0].kind() && parsed.match(network))
  );
}

/** An address and the length of the prefix that those of the network share with it. */
export type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];

/** Networks of addresses and CIDR notation, which have been checked before. */
export function parseNetworks(list: readonly string[]): readonly Network[] {
  return list.map((entry) => {
    if (entry.includes("/")) return ipaddr.parseCIDR(entry) as Network;
    const address = ipaddr.process(entry);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/**
 * What is counted as one client: an IPv4 address, or the /64 that an IPv6 address is in, because one connection gets
 * that many (RFC 6177).
 */
export function networkOf(address: string): string {
  return networksOf(address)[0];
}

/**
 * The networks that a client is counted in, from the narrowest to the widest: an IPv4 address, or the /64, the /56 and
 * the /48 of an IPv6 address, for who is assigned one of the wider ones has as many of the narrower as they like.
 */
export function networksOf(address: string): [narrowest: string, ...wider: string[]] {
  const parsed = parseAddress(address);
  if (parsed === undefined) return [address];
  if (parsed instanceof ipaddr.IPv4) return [parsed.toString()];
  const [first = 0, second = 0, third = 0, fourth = 0] = parsed.parts;
  const prefix = (...parts: readonly number[]) => parts.map((part) => part.toString(16)).join(":");
  return [
    `${prefix(first, second, third, fourth)}::/64`,
    `${prefix(first, second, third, fourth & 0xff00)}::/56`,
    `${prefix(first, second, third)}::/48`,
  ];
}

/** `203.0.113.7:51234` and `[2001:db8::1]:443` have a port, which says nothing about who it is. */
const withPort = /^(?:\[([^\]]+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/;

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const [, inBrackets, beforePort] = withPort.exec(text) ?? [];
  const bare = inBrackets ?? beforePort ?? text;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
  return isAddress ? ipaddr.process(bare) : undefined;
}
