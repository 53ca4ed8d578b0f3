import type { ProblemDetails } from "./problem-error";
import { type ProblemName, problems, problemUri } from "./table";

/** The body of an answer with this problem (RFC 9457, section 3). `instance` names the request by its id. */
export function problemBody(
  name: ProblemName,
  requestId: string,
  { detail, errors }: Pick<ProblemDetails, "detail" | "errors"> = {},
) {
  const { title, status } = problems[name];
  const instance = `urn:auth-stack:request:${requestId}`;
  return { type: problemUri(name), title, status, detail, instance, errors };
}
