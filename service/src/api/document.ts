import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import type { FastifyInstance, RouteOptions } from "fastify";
import type { ProblemName } from "../problems/table";
import { serviceVersion } from "../version";
import { withExamples } from "./examples";
import { commonHeaders, commonParameters, everyRequest, withHeaders } from "./headers";
import { nameSchemas } from "./named-schemas";
import type { OpenApiDocument, Operation } from "./openapi";
import { problemAnswers } from "./problem-answers";
import { needsToken, problemsOf, problemsOutsideRoutes } from "./route-problems";

/** How the routes become an OpenAPI 3.1 document: from their schemas, and from what each of them can end with. */
export function documentOptions(app: FastifyInstance): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: "3.1.1",
      info: { title: "auth-stack auth service", version: serviceVersion, description },
      servers: [{ url: app.config.tokens.issuer }],
      tags,
      components: { securitySchemes: { accessToken } },
    },
    stripBasePath: false,
    convertConstToEnum: false,
    transform: ({ schema, url, route }) => ({ schema: { ...schema, ...factsOf(app, route) }, url }),
    transformObject: (draft) => complete("openapiObject" in draft ? draft.openapiObject : {}) as object,
  };
}

const description = [
  "Registration, login, token refresh and logout.",
  "Errors are problems (RFC 9457): a program tells them apart by `type`.",
  "Requests that reach no operation, or are no HTTP, get one of `components.responses`.",
].join(" ");

const tags = [
  { name: "login", description: "From registration to logout" },
  { name: "account", description: "The user's own account" },
  { name: "sessions", description: "Where the user is logged in" },
  { name: "keys", description: "For services that verify access tokens" },
];

const accessToken = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description: "An access token (RFC 9068), from a login or a refresh",
} as const;

/** What a route's schema does not tell. `x-problems` is gone when the document is complete. */
function factsOf(app: FastifyInstance, route: RouteOptions) {
  return {
    "x-problems": problemsOf(app, route),
    ...(needsToken(app, route) && { security: [{ accessToken: [] }] }),
  };
}

interface DraftOperation extends Operation {
  readonly "x-problems": readonly ProblemName[];
}

function complete(draft: object): OpenApiDocument {
  const { paths, components, ...head } = draft as OpenApiDocument;
  const operations = mapValues(paths, (path) =>
    mapValues(path, (operation) => finish(operation as DraftOperation)),
  );
  const outside = withHeaders(problemAnswers(problemsOutsideRoutes));
  const { value, schemas } = nameSchemas({ paths: operations, responses: outside });
  const { securitySchemes } = components;
  return {
    ...head,
    paths: value.paths,
    components: {
      schemas,
      responses: value.responses,
      headers: commonHeaders,
      parameters: commonParameters,
      securitySchemes,
    },
  };
}

function finish({ "x-problems": names, ...operation }: DraftOperation): Operation {
  const { responses, parameters = [], ...described } = withExamples(operation);
  return {
    ...described,
    parameters: [...parameters, ...everyRequest],
    responses: withHeaders({ ...responses, ...problemAnswers(names) }),
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
