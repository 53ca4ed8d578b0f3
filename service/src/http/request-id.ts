import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Short, and of characters that are safe in logs, headers and URIs wherever the id is put. */
export const requestIdPattern = "^[A-Za-z0-9._~-]{1,64}$";
const wellFormed = new RegExp(requestIdPattern);

/** The id that a request came with (X-Request-Id), so that it can be followed through systems; else a new one. */
export function requestIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && wellFormed.test(given) ? given : randomUUID();
}
