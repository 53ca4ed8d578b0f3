import { UserError } from "../lib/errors";

/** Where images go: a host, optionally with a port and a path, e.g. "127.0.0.1:5000" or "registry.example.com/team". */
export interface Registry {
  readonly host: string;
  readonly path: string;
  /** Registries on loopback speak plain HTTP, all others HTTPS. */
  readonly scheme: "http" | "https";
}

const registryPattern =
  /^((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[::1\])(?::\d{1,5})?)((?:\/[a-z0-9][a-z0-9._-]*)*)$/;
const loopbackPattern = /^(localhost|127(?:\.\d+){3}|\[::1\])(:|$)/;

/** Reads a registry as a user writes it. Throws UserError. */
export function parseRegistry(text: string): Registry {
  const [, host, path] = registryPattern.exec(text) ?? [];
  if (host === undefined || path === undefined) {
    throw new UserError(
      `"${text}" is not an image registry`,
      "REGISTRY takes host[:port][/path] in lower case and without a scheme, e.g. 127.0.0.1:5000 or registry.example.com/team.",
    );
  }
  return { host, path, scheme: loopbackPattern.test(host) ? "http" : "https" };
}

/** The name of an image within its registry, as the registry's API takes it: "auth-stack/nats". */
export function repositoryOf({ path }: Registry, image: string): string {
  return `${path}/auth-stack/${image}`.slice(1);
}

/** "127.0.0.1:5000/auth-stack/nats@sha256:…" */
export function digestReference(registry: Registry, image: string, digest: string): string {
  return `${registry.host}/${repositoryOf(registry, image)}@${digest}`;
}

/** "127.0.0.1:5000/auth-stack/pause:1" */
export function tagReference(registry: Registry, image: string, tag: string): string {
  return `${registry.host}/${repositoryOf(registry, image)}:${tag}`;
}
