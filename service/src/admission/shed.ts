import type { IncomingMessage, ServerResponse } from "node:http";
import { requestIdOf } from "../http/request-id";
import { problemBody } from "../problems/body";
import { type ProblemName, problems } from "../problems/table";
import type { Refusal } from "./gate";

const name = "overloaded" satisfies ProblemName;
const { status, retryAfterSeconds } = problems[name];

/** Answers a request that is not let in, at as little cost as can be: no route, hook or log line of its own. */
export function shed(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const id = requestIdOf(request);
  if (refusal === "pipelined") response.shouldKeepAlive = false;
  const body = JSON.stringify(problemBody(name, id));
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": id,
    "retry-after": String(retryAfterSeconds),
    "content-length": String(Buffer.byteLength(body)),
  });
  response.end(body);
}
