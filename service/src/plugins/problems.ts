import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { toProblem } from "../problems/from-error";
import { ProblemError } from "../problems/problem-error";
import { type ProblemType, problems, problemUri } from "../problems/table";

/** Answers every error as application/problem+json (RFC 9457), unknown routes and wrong methods included. */
export const problemsPlugin = fastifyPlugin(
  async (app) => {
    app.setErrorHandler(sendProblem);
    app.setNotFoundHandler((request) => {
      throw nothingHere(app, request);
    });
  },
  { name: "problems" },
);

/** Sends the problem behind an error. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  const { status, title, retryAfterSeconds }: ProblemType = problems[problem.problem];
  const { detail, errors, headers } = problem.details;
  if (status >= 500) logFailure(request, problem);
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  const instance = `urn:uuid:${request.id}`;
  return reply
    .code(status)
    .headers(headers ?? {})
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send({ type: problemUri(problem.problem), title, status, detail, instance, errors });
}

/** A failure of ours with its stack; of a state that passes by itself (503) only the reason, for each request has it. */
function logFailure(request: FastifyRequest, { problem, message, details }: ProblemError): void {
  const { title } = problems[problem];
  const { cause } = details;
  if (problem === "internal-error") request.log.error({ err: cause }, title);
  else request.log.warn({ problem, reason: cause instanceof Error ? cause.message : message }, title);
}

function nothingHere(app: FastifyInstance, request: FastifyRequest): ProblemError {
  const [url = ""] = request.url.split("?", 1);
  const allowed = supportedMethods.filter((method) => app.hasRoute({ method, url }));
  if (allowed.length === 0) return new ProblemError("not-found");
  return new ProblemError("method-not-allowed", { headers: { allow: allowed.join(", ") } });
}

const supportedMethods: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
