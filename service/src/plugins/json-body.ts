import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { normaliseText } from "../http/text";
import { ProblemError } from "../problems/problem-error";

type Done = (error: Error | null, body?: unknown) => void;

/** Decoding without `fatal` would put U+FFFD in the place of what can't be read, and that would be stored. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Takes JSON bodies, in UTF-8 and as they are (RFC 8259, section 8.1), and no others. Their texts come to the routes in
 * Normalization Form C: one spelling each, before anything is counted or compared.
 */
export const jsonBodyPlugin = fastifyPlugin(
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, bytes: Buffer, done) => {
      try {
        demandPlain(request);
        read(app, request, bytes, done);
      } catch (error) {
        done(error as Error);
      }
    });
  },
  { name: "json-body" },
);

/** Many clients name a content type on every request (fastify#936): a route that takes no body has none to miss. */
function read(app: FastifyInstance, request: FastifyRequest, bytes: Buffer, done: Done): void {
  if (bytes.length === 0 && request.routeOptions.schema?.body === undefined) return void done(null);
  const text = decode(bytes);
  const parse = app.getDefaultJsonParser("error", "error");
  parse.call(app, request, text, (error: Error | null, body?: unknown) => finish(text, error, body, done));
}

function finish(text: string, error: Error | null, body: unknown, done: Done): void {
  try {
    done(error, error ? undefined : normaliseText(text, body));
  } catch (problem) {
    done(problem as Error);
  }
}

function demandPlain({ headers }: FastifyRequest): void {
  const { "content-encoding": coding = "identity", "content-type": type = "" } = headers;
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type) ?? [];
  if (coding.toLowerCase() !== "identity") {
    throw new ProblemError("unsupported-media-type", { detail: "The body has a content coding." });
  }
  if (!/^utf-?8$/i.test(charset)) {
    throw new ProblemError("unsupported-media-type", { detail: "The body's charset is not UTF-8." });
  }
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new ProblemError("malformed-json", { detail: "The body is not UTF-8.", cause: error });
  }
}
