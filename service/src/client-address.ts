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

function prefixOf(address: string): string[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*/, "")}]`);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split("::")
    .map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].slice(0, 4);
}
