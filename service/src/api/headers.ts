import { requestIdPattern } from "../http/request-id";
import type { Answer, Header, Parameter, Reference } from "./openapi";

/** The responses with the headers that every answer has; a route may say otherwise about keeping its own. */
export function withHeaders(answers: Readonly<Record<string, Answer>>): Record<string, Answer> {
  const common = Object.fromEntries(
    Object.keys(commonHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { ...answer, headers: { ...common, ...answer.headers } },
    ]),
  );
}

/** Headers of every answer, by name. */
export const commonHeaders: Readonly<Record<string, Header>> = {
  "Cache-Control": {
    description: "Answers hold tokens and personal data; nobody may keep them",
    required: true,
    schema: { type: "string", const: "no-store" },
  },
  "X-Request-Id": {
    description:
      "The id that the request came with if it is well-formed, else a new one; logs have it as well",
    required: true,
    schema: { type: "string", pattern: requestIdPattern },
  },
};

/** Headers that every request may have, by name. */
export const commonParameters: Readonly<Record<string, Parameter>> = {
  "X-Request-Id": {
    name: "X-Request-Id",
    in: "header",
    description: "An id of the caller's own; one that is not well-formed is replaced",
    schema: { type: "string" },
    example: "0f8fad5b-d9cb-469f-a165-70867728950e",
  },
  traceparent: {
    name: "traceparent",
    in: "header",
    description:
      "The trace that the request belongs to (W3C Trace Context); events that it raises belong to it too",
    schema: { type: "string" },
    example: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  },
};

/** References to them. */
export const everyRequest: readonly Reference[] = Object.keys(commonParameters).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));
