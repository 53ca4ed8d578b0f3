import type { NatsMap, NatsValue } from "../../nats-conf/parse";
import { checkNatsFiles } from "../nats/check";
import { entry } from "../nats/read";
import type { ResourceRule } from "../rule";

/** https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls */
export const natsTls: ResourceRule = {
  name: "nats-tls",
  description: "NATS listens with TLS for clients and monitoring; routes show a certificate on both sides.",
  scope: "resource",
  check: checkNatsFiles((config) => [
    ...checkClients(config),
    ...checkMonitoring(config),
    ...checkRoutes(entry(config, "cluster")),
    ...["leafnodes", "leaf", "gateway", "websocket", "mqtt"].flatMap((name) =>
      checkListener(name, entry(config, name)),
    ),
  ]),
};

function checkClients(config: NatsMap): string[] {
  const tls = entry(config, "tls");
  return [
    ...(hasCertificate(tls) ? [] : ["Clients connect without TLS: add tls { cert_file, key_file }."]),
    ...(entry(config, "allow_non_tls") === true ? ["Clients may leave TLS out: remove allow_non_tls."] : []),
  ];
}

function checkMonitoring(config: NatsMap): string[] {
  const address = entry(config, "http", "http_port", "monitor_port");
  if (address === undefined || /^(127\.0\.0\.1|localhost|\[::1\]):/.test(String(address))) return [];
  return [`The monitoring port answers in the clear (http: ${address}): write https instead of http.`];
}

function checkRoutes(cluster: NatsValue | undefined): string[] {
  if (cluster === undefined) return [];
  const tls = entry(cluster, "tls");
  if (!hasCertificate(tls))
    return ["Routes have no TLS: add tls { cert_file, key_file, ca_file, verify: true } to cluster."];
  if (entry(tls, "verify") === true) return [];
  return ["Anyone with a route to the port can join the cluster: add verify: true to the tls of cluster."];
}

function checkListener(name: string, listener: NatsValue | undefined): string[] {
  const listens = entry(listener, "listen", "port") !== undefined;
  if (!listens || (hasCertificate(entry(listener, "tls")) && entry(listener, "no_tls") !== true)) return [];
  return [`The listener ${name} has no TLS: add tls { cert_file, key_file } to it.`];
}

function hasCertificate(tls: NatsValue | undefined): boolean {
  return entry(tls, "cert_file") !== undefined && entry(tls, "key_file") !== undefined;
}
