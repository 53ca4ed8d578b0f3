import type { Answer, Header } from "./openapi";

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
    schema: { type: "string", pattern: "^[A-Za-z0-9._~-]{1,64}$" },
  },
};
