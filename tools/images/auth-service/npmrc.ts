import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { readIfThere } from "../../lib/files";
import { projectDir } from "../../lib/paths";
import { run } from "../../lib/run";

/** Settings on which it depends whether npm reaches its registry. Credentials and certificates come on top. */
const passedOn = ["registry", "proxy", "https-proxy", "noproxy", "strict-ssl"];

type Settings = Readonly<Record<string, unknown>>;

/**
 * This machine's npm configuration as one npmrc that works inside a build: with credentials, and with the certificates
 * that NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or npm's `cafile` name written out. It is secret, and not logged.
 */
export async function readNpmrc(): Promise<string> {
  const answer = await run("npm", ["config", "list", "--json"], {
    cwd: projectDir,
    fix: "Repair npm's configuration.",
  });
  const settings: Settings = JSON.parse(answer);
  const env = process.env;
  return renderNpmrc(settings, credentials(settings, env), certificates(settings, env));
}

/** The npmrc for these settings of `npm config list --json`; https://docs.npmjs.com/cli/configuring-npm/npmrc */
export function renderNpmrc(
  settings: Settings,
  credentialLines: readonly string[],
  certificates: readonly string[],
): string {
  const isPassedOn = (name: string) => passedOn.includes(name) || /^@[^:]+:registry$/.test(name);
  const lines = Object.entries(settings)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value] as const)
    .filter(([name, value]) => isPassedOn(name) && value !== null && value !== "")
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const ca = certificates.map((certificate) => `ca[]=${JSON.stringify(certificate)}`);
  return [...lines, ...credentialLines, ...ca, ""].join("\n");
}

/** Lines of npm's files, and variables, that belong to one registry: "//registry.example.com/:_authToken=…". */
export function credentials(settings: Settings, env: NodeJS.ProcessEnv): string[] {
  const lines = ["globalconfig", "userconfig"]
    .map((name) => settings[name])
    .flatMap((path) => (typeof path === "string" ? (readIfThere(path) ?? "").split("\n") : []))
    .filter((line) => line.startsWith("//"));
  const variables = Object.entries(env)
    .filter(([name]) => /^npm_config_\/\//i.test(name))
    .map(([name, value]) => `${name.slice("npm_config_".length)}=${value}`);
  const expand = (line: string) => line.replace(/\$\{([^}?]+)\??\}/g, (whole, name) => env[name] ?? whole);
  return [...lines.map(expand), ...variables];
}

/** The certificates that npm trusts here, none when it trusts Node's own only. `cafile` and `ca` replace those. */
export function certificates(settings: Settings, env: NodeJS.ProcessEnv): string[] {
  const { ca, cafile } = settings;
  if (Array.isArray(ca) && ca.length > 0) return ca.map(String);
  if (typeof ca === "string" && ca !== "") return [ca];
  if (typeof cafile === "string" && cafile !== "") return readCertificates(cafile);
  const extra = env.NODE_EXTRA_CA_CERTS ?? env.SSL_CERT_FILE;
  return extra === undefined ? [] : [...rootCertificates, ...readCertificates(extra)];
}

function readCertificates(path: string): string[] {
  return readFileSync(path, "utf8").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
