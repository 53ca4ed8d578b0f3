import { Type } from "typebox";
import { type ProblemName, type ProblemType, problems, problemUri } from "../problems/table";
import type { Answer, Header, Media, Schema } from "./openapi";

/** Responses for these problems, by status. */
export function problemAnswers(names: readonly ProblemName[]): Record<string, Answer> {
  const statuses = [...new Set(names.map((name) => problems[name].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => [status, answerFor(names.filter((name) => problems[name].status === status))]),
  );
}

function answerFor(names: readonly ProblemName[]): Answer {
  return {
    description: names.map((name) => problems[name].when).join(" Or: "),
    headers: headersOf(names.map((name) => problems[name])),
    content: { "application/problem+json": mediaOf(names) },
  };
}

function headersOf(types: readonly ProblemType[]): Record<string, Header> {
  const names = [...new Set(types.flatMap(({ header }) => header ?? []))];
  return Object.fromEntries(
    names.map((name) => {
      const required = types.every(({ header }) => header === name);
      return [headers[name].name, { ...headers[name].header, required }];
    }),
  );
}

const headers = {
  allow: {
    name: "Allow",
    header: { description: "Methods that are supported here", schema: { type: "string" } },
  },
  "retry-after": {
    name: "Retry-After",
    header: {
      description: "Seconds to wait before the next attempt",
      schema: { type: "string", pattern: "^[0-9]+$" },
    },
  },
  "www-authenticate": {
    name: "WWW-Authenticate",
    header: {
      description:
        "Challenge (RFC 9110, section 11.6.1), with an error of RFC 6750 where the access token is at fault",
      schema: { type: "string", pattern: "^Bearer" },
    },
  },
} as const;

function mediaOf(names: readonly ProblemName[]): Media {
  const schemas = names.map(schemaOf);
  const [only] = schemas;
  return {
    schema: schemas.length === 1 && only ? only : { oneOf: schemas },
    examples: Object.fromEntries(names.map((name) => [name, { value: exampleOf(name) }])),
  };
}

/** The body of a problem. Its title is the name that generated clients give its type. */
function schemaOf(name: ProblemName): Schema {
  const { status, title, when } = problems[name];
  const schema = Type.Object(
    {
      type: Type.Literal(problemUri(name), { description: "The problem's type" }),
      title: Type.Literal(title, { description: "What the type means" }),
      status: Type.Literal(status, { description: "The response's status" }),
      detail: Type.Optional(Type.String({ description: "What is wrong with this request" })),
      instance: Type.String({
        pattern: "^urn:auth-stack:request:",
        description: "The request, by the id that X-Request-Id tells as well",
      }),
      errors: Type.Optional(Type.Array(fieldProblem, { description: "Each field that is at fault" })),
    },
    { title: typeName(name), description: when },
  );
  return { ...schema };
}

const fieldProblem = Type.Object(
  {
    field: Type.String({ description: 'Name of the field; "body" for the body as a whole' }),
    detail: Type.String({ description: "What is wrong with it" }),
  },
  { title: "FieldProblem", description: "A field that is at fault" },
);

function exampleOf(name: ProblemName): object {
  const { status, title } = problems[name];
  const instance = "urn:auth-stack:request:0f8fad5b-d9cb-469f-a165-70867728950e";
  const example = { type: problemUri(name), title, status, instance };
  if (name !== "invalid-request") return example;
  const error = { field: "email", detail: "is missing" };
  return { ...example, detail: `${error.field} ${error.detail}`, errors: [error] };
}

function typeName(name: ProblemName): string {
  const words = name.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join("")}Problem`;
}
