import type { FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { messageOf } from "../log";
import { problemBody } from "../problems/body";
import { toProblem } from "../problems/from-error";
import type { ProblemError } from "../problems/problem-error";
import { type ProblemType, problems } from "../problems/table";

/** Answers every error as application/problem+json (RFC 9457). */
export const problemsPlugin = fastifyPlugin(
  async (app) => {
    app.setErrorHandler(sendProblem);
    // Node itself would answer with a bare 417; ignoring what is expected is allowed (RFC 9110, section 10.1.1).
    app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  },
  { name: "problems" },
);

/** Each 401 has a challenge (RFC 9110, section 11.6.1): this one, unless the problem has a more exact one. */
const anyChallenge = "Bearer";

/** Sends the problem behind an error. Hooks have not run where Fastify refused the request itself. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  const { status, retryAfterSeconds, header }: ProblemType = problems[problem.problem];
  request.problem = problem.problem;
  if (status >= 500) logFailure(request, problem);
  if (header === "www-authenticate") reply.header(header, anyChallenge);
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  return reply
    .code(status)
    .headers(problem.details.headers ?? {})
    .header("cache-control", "no-store")
    .header("x-request-id", request.id)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(problemBody(problem.problem, request.id, problem.details));
}

/** A failure of ours with its stack; of a state that passes by itself (503) only the reason, for each request has it. */
function logFailure(request: FastifyRequest, { problem, message, details }: ProblemError): void {
  const { title } = problems[problem];
  const { cause } = details;
  if (problem === "internal-error") request.log.error({ err: cause }, title);
  else request.log.warn({ problem, reason: cause instanceof Error ? messageOf(cause) : message }, title);
}
