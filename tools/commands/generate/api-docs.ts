import type { Answer, OpenApiDocument, Operation } from "../../../service/src/api/openapi";
import { describeApi } from "../../../service/src/describe-api";
import { problems } from "../../../service/src/problems/table";
import { parseEnv } from "../../../stream-config/environment/env";
import { code, table } from "../../../stream-config/render/tables";

/** The OpenAPI document of the service with its default configuration. */
export function defaultApi(): Promise<OpenApiDocument> {
  const { PASSWORD_MIN_LENGTH, ISSUER } = parseEnv({}).values;
  return describeApi({ passwordMinLength: PASSWORD_MIN_LENGTH, tokens: { issuer: ISSUER } });
}

/** Markdown table of the routes: what each does, and how each can answer. */
export function routeTable({ paths }: OpenApiDocument): string {
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => routeRow(method, path, operation)),
  );
  return table(["route", "what", "token", "succeeds with", "fails with"], rows);
}

function routeRow(method: string, path: string, { summary, security, responses }: Operation): string[] {
  const statuses = Object.keys(responses);
  return [
    code(`${method.toUpperCase()} ${path}`),
    summary,
    security === undefined ? "" : "access",
    statuses.filter((status) => status < "400").join(" "),
    Object.values(responses).flatMap(problemsOf).map(code).join(" "),
  ];
}

function problemsOf({ content }: Answer): string[] {
  return Object.keys(content?.["application/problem+json"]?.examples ?? {});
}

/** Markdown table of the errors: the type that programs tell them apart by, and in which case each comes. */
export function problemTable(): string {
  const names = Object.keys(problems) as (keyof typeof problems)[];
  const rows = names.map((name) => {
    const { status, title, when } = problems[name];
    return [code(name), String(status), title, when];
  });
  return table(["type", "status", "title", "when"], rows);
}
