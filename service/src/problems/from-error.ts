import type { FastifyError } from "fastify";
import type { TLocalizedValidationError } from "typebox/error";
import { StoreUnavailableError } from "../store/errors";
import { type FieldProblem, ProblemError } from "./problem-error";
import type { ProblemName } from "./table";

const byFastifyCode: Readonly<Record<string, ProblemName>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_ERR_CTP_BODY_TOO_LARGE: "payload-too-large",
  FST_ERR_CTP_EMPTY_JSON_BODY: "malformed-json",
  FST_ERR_CTP_INVALID_JSON_BODY: "malformed-json",
};

/** The problem behind any error that a request ended with. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreUnavailableError) return new ProblemError("store-unavailable", { cause: error });
  const { code = "", statusCode = 500, validation } = error as Partial<FastifyError>;
  if (validation) return invalidRequest(validation as unknown as TLocalizedValidationError[]);
  const known = byFastifyCode[code];
  if (known) return new ProblemError(known, { cause: error });
  if (statusCode < 500) return new ProblemError("invalid-request", { cause: error });
  return new ProblemError("internal-error", { cause: error });
}

function invalidRequest(validation: readonly TLocalizedValidationError[]): ProblemError {
  const errors = validation.flatMap(toFields);
  const unique = [...new Map(errors.map((error) => [error.field, error])).values()];
  const detail = unique.map(({ field, detail }) => `${field} ${detail}`).join("; ");
  return new ProblemError("invalid-request", { detail, errors: unique });
}

function toFields(error: TLocalizedValidationError): FieldProblem[] {
  if (error.keyword === "required") {
    return error.params.requiredProperties.map((name) => ({
      field: fieldName(`${error.instancePath}/${name}`),
      detail: "is missing",
    }));
  }
  return [{ field: fieldName(error.instancePath), detail: describe(error) }];
}

/** A body that is no object at all has no field to name. */
function fieldName(instancePath: string): string {
  return instancePath.slice(1).replaceAll("/", ".") || "body";
}

function describe(error: TLocalizedValidationError): string {
  switch (error.keyword) {
    case "type":
      return `must be of type ${[error.params.type].flat().join(" or ")}`;
    case "minLength":
      return `must have at least ${error.params.limit} characters`;
    case "maxLength":
      return `must have at most ${error.params.limit} characters`;
    default:
      return "is not in the form that it must have";
  }
}
