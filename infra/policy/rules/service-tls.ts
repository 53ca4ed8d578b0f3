import { containerName, containersOf, podsOf } from "../kubernetes";
import type { ResourceRule } from "../rule";
import { at, listAt, notYetKnown, textAt } from "../values";

const service = "auth-service";
const certificate = ["TLS_CERT_FILE", "TLS_KEY_FILE"];

/** Schemes of connections in the clear, with what to write instead. */
const secureSchemes: Readonly<Record<string, string>> = {
  redis: "rediss",
  nats: "tls",
  http: "https",
  ws: "wss",
};

/** The auth service speaks TLS when it is given a certificate; its clients' URLs decide for the other hops. */
export const serviceTls: ResourceRule = {
  name: "service-tls",
  description:
    "The auth service listens with TLS, and containers are given no URL of a connection in the clear.",
  scope: "resource",
  check: (resource) => {
    const pods = podsOf(resource);
    if (pods === undefined) return [];
    const isService = at(pods.labels, "app.kubernetes.io/name") === service;
    return containersOf(pods).flatMap((container) => [
      ...(isService ? checkCertificate(container) : []),
      ...checkUrls(container),
    ]);
  },
};

function checkCertificate(container: unknown): string[] {
  const names = listAt(container, "env").map((variable) => at(variable, "name"));
  const missing = certificate.filter((name) => !names.includes(name) && !names.includes(notYetKnown));
  if (missing.length === 0) return [];
  return [
    `The ${containerName(container)} serves plain HTTP: set ${missing.join(" and ")} to files of its certificate.`,
  ];
}

function checkUrls(container: unknown): string[] {
  return listAt(container, "env").flatMap((variable) => {
    const name = textAt(variable, "name") ?? "";
    const schemes = name.endsWith("_URL") ? clearSchemes(textAt(variable, "value") ?? "") : [];
    return schemes.map(
      (scheme) =>
        `${name} of ${containerName(container)} names a connection in the clear (${scheme}://): ` +
        `write ${secureSchemes[scheme]}:// and give it the CA certificate.`,
    );
  });
}

/** A list of URLs may be separated by commas. */
function clearSchemes(urls: string): string[] {
  const schemes = urls.split(",").map((url) => url.trim().split("://")[0] ?? "");
  return [...new Set(schemes)].filter((scheme) => scheme in secureSchemes);
}
