import { isIP, isIPv6 } from "node:net";
import type { FastifyRequest } from "fastify";

/** Where a request comes from, as far as trusted proxies tell. What they tell and is no address is not believed. */
export function clientAddress(request: FastifyRequest): string {
  return isIP(request.ip) === 0 ? (request.socket.remoteAddress ?? "") : request.ip;
}

/**
 * What is counted as one client: an IPv4 address, or the /64 that an IPv6 address is in, because one connection gets
 * that many (RFC 6177).
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? `${prefixOf(address).join(":")}::/64` : address;
}

/**
 * The networks that a client is counted in, from the narrowest to the widest: an IPv4 address, or the /64, the /56 and
 * the /48 of an IPv6 address, for who is assigned one of the wider ones has as many of the narrower as they like.
 */
export function networksOf(address: string): [narrowest: string, ...wider: string[]] {
  const narrowest = networkOf(address);
  if (!narrowest.endsWith("/64")) return [narrowest];
  const [first, second, third, fourth = ""] = prefixOf(address);
  const start = `${first}:${second}:${third}`;
  const upper = (Number.parseInt(fourth, 16) & 0xff00).toString(16);
  return [narrowest, `${start}:${upper}::/56`, `${start}::/48`];
}

function prefixOf(address: string): string[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*/, "")}]`);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split("::")
    .map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].slice(0, 4);
}
