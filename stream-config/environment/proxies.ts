import ipaddr from "ipaddr.js";
import { type Env, fixOf } from "./env";
import type { ConfigProblem } from "./problem";

/** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
export function trustedProxies({ TRUSTED_PROXIES: list }: Env): readonly string[] {
  return list === undefined ? [] : list.split(",").map((entry) => entry.trim());
}

/** What is wrong with the list of proxies. */
export function proxyProblems(env: Env): ConfigProblem[] {
  return trustedProxies(env)
    .filter((entry) => !isNetwork(entry))
    .map((value) => ({ key: "TRUSTED_PROXIES", value, fix: fixOf("TRUSTED_PROXIES") }));
}

/** Anybody could say to be anybody by the PROXY protocol, so it needs somebody who may. */
export function proxyProtocolProblems(env: Env): ConfigProblem[] {
  const { PROXY_PROTOCOL: value } = env;
  if (value === "off" || trustedProxies(env).length > 0) return [];
  return [{ key: "PROXY_PROTOCOL", value, fix: fixOf("PROXY_PROTOCOL") }];
}

/** A network of every address would believe the header of anyone. */
function isNetwork(entry: string): boolean {
  const [address = "", prefix] = entry.split("/");
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isAddress && (prefix === undefined || (ipaddr.isValidCIDR(entry) && Number(prefix) > 0));
}
