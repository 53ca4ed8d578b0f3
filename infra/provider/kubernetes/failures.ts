import { UnreachableError } from "../errors";

/** Turns what stopped a call of the Kubernetes API, or a connection through it, into what to do about it. */
export function explainKubernetes(error: unknown, attempt: string): UnreachableError {
  return new UnreachableError(
    `${attempt} failed: ${apiMessage(error) ?? rootMessage(error)}`,
    "Check that the kubeconfig's cluster answers, that the pod is there, and that you may do this to it.",
    { cause: error },
  );
}

/** The message in an answer of the Kubernetes API, which its client buries under headers. */
export function apiMessage(error: unknown): string | undefined {
  if (!(error instanceof Error && "body" in error && typeof error.body === "string")) return undefined;
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(error.body)?.[1]?.replaceAll('\\"', '"');
}

/** Whether the Kubernetes API says that there is no such object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === 404;
}

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
