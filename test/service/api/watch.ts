import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { OnFinished } from "../../support/servers";
import { type GivenAnswer, undocumentedIn } from "./documented";

/**
 * Compares every answer of the service with the document of its API, whether a request was injected or came over the
 * network. The test fails at its end when one was not as documented.
 */
export function watchAnswers(app: FastifyInstance, onFinished: OnFinished): void {
  const undocumented: string[] = [];
  const note = (answer: GivenAnswer) => undocumented.push(...[undocumentedIn(answer) ?? []].flat());
  watchInjected(app, note);
  app.server.prependListener("request", (request, response) => watchResponse(request, response, note));
  onFinished(async () => {
    if (undocumented.length > 0) throw new Error(`Not as in docs/openapi.json:\n${undocumented.join("\n")}`);
  });
}

/** `fetch` from a service that runs as a process of its own. Throws when its answer is not as documented. */
export async function documentedFetch(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  const { pathname, search } = new URL(url);
  const undocumented = undocumentedIn({
    method: init.method ?? "GET",
    url: pathname + search,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.clone().text(),
  });
  if (undocumented !== undefined) throw new Error(`Not as in docs/openapi.json:\n${undocumented}`);
  return response;
}

type Note = (answer: GivenAnswer) => void;

function watchInjected(app: FastifyInstance, note: Note): void {
  const inject = app.inject.bind(app) as (options: InjectOptions | string) => Promise<LightMyRequestResponse>;
  const watched = async (options: InjectOptions | string) => {
    const response = await inject(options);
    const { method = "GET", url = "" } = response.raw.req;
    const { statusCode: status, headers, body } = response;
    note({ method, url, status, headers, body });
    return response;
  };
  Object.assign(app, { inject: watched });
}

/** Fastify hands headers over with `writeHead` alone, where `getHeaders` does not see them. */
function watchResponse(request: IncomingMessage, response: ServerResponse, note: Note): void {
  const { writeHead, end } = response;
  const headers: Record<string, unknown> = {};
  const chunks: Buffer[] = [];
  response.writeHead = (...args: unknown[]) => {
    Object.assign(headers, args.at(-1));
    return Reflect.apply(writeHead, response, args);
  };
  response.end = (...args: unknown[]) => {
    const [chunk] = args;
    if (typeof chunk === "string" || Buffer.isBuffer(chunk)) chunks.push(Buffer.from(chunk));
    return Reflect.apply(end, response, args);
  };
  response.once("finish", () => {
    const { method = "", url = "" } = request;
    note({ method, url, status: response.statusCode, headers, body: Buffer.concat(chunks).toString() });
  });
}
