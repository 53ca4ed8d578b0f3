import { readFileSync } from "node:fs";
import { join } from "node:path";
import Schema from "typebox/schema";
import type { Answer, Header, OpenApiDocument, Operation } from "../../../service/src/api/openapi";
import { projectDir } from "../../../tools/lib/paths";

/** What a client got for a request. */
export interface GivenAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The committed document of the API. */
export const openApi: OpenApiDocument = JSON.parse(
  readFileSync(join(projectDir, "docs/openapi.json"), "utf8"),
);

/** Each operation with its method and path. */
export const operations: readonly { method: string; path: string; operation: Operation }[] = Object.entries(
  openApi.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** In what the answer differs from what the document says; undefined when it doesn't. */
export function undocumentedIn(answer: GivenAnswer): string | undefined {
  const documented = answersTo(answer)[String(answer.status)];
  const problems = documented ? differences(answer, documented) : ["the status is not documented"];
  if (problems.length === 0) return undefined;
  const { method, url, status, body } = answer;
  return `${method} ${url} answered ${status}: ${problems.join("; ")}\n${body}`;
}

/** The documented answers by status: of the operation, or of requests that reach none. */
function answersTo({ method, url }: GivenAnswer): Readonly<Record<string, Answer>> {
  const [path = ""] = url.split("?", 1);
  const sought = method === "HEAD" ? "GET" : method;
  const found = operations.find((one) => one.method === sought && pathPattern(one.path).test(path));
  return found?.operation.responses ?? openApi.components.responses;
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function differences(answer: GivenAnswer, documented: Answer): string[] {
  return [
    ...Object.entries(documented.headers ?? {}).flatMap(([name, header]) =>
      wrongHeader(answer, name, header),
    ),
    ...wrongBody(answer, documented),
  ];
}

function wrongHeader({ headers }: GivenAnswer, name: string, given: Header | { $ref: string }): string[] {
  const { required, schema } = resolve(given);
  const value = headers[name.toLowerCase()];
  if (value === undefined) return required ? [`the header ${name} is missing`] : [];
  return isValid(schema, String(value)) ? [] : [`the header ${name} is ${value}`];
}

function wrongBody({ method, headers, body }: GivenAnswer, { content }: Answer): string[] {
  if (method === "HEAD" || content === undefined) return body === "" ? [] : ["there is a body"];
  const [type = ""] = String(headers["content-type"]).split(";");
  const media = content[type];
  if (media === undefined) return [`the content type is ${type}`];
  return isValid(media.schema, JSON.parse(body)) ? [] : ["the body is not as documented"];
}

function resolve(header: Header | { readonly $ref: string }): Header {
  if (!("$ref" in header)) return header;
  return openApi.components.headers[header.$ref.split("/").at(-1)!]!;
}

const validators = new Map<object, { Check(value: unknown): boolean }>();

/** Whether the value is what a schema of the document asks for. */
export function isValid(schema: object, value: unknown): boolean {
  const validator = validators.get(schema) ?? Schema.Compile({ ...schema, components: openApi.components });
  validators.set(schema, validator);
  return validator.Check(value);
}
