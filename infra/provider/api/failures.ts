import {
  DroppedError,
  NoQuorumError,
  ProviderError,
  UnansweredError,
  UncertainError,
  UnreachableError,
} from "../errors";
import { apiMessage } from "../kubernetes/failures";
import { ErrorCode, NatsError } from "../nats-client";

/** Whom a failed connection was meant for. */
export interface Attempt {
  readonly target: string;
  readonly user: string;
}

/** Turns what stopped a connection into what to do about it. */
export function explainConnect(error: unknown, { target, user }: Attempt): ProviderError {
  if (error instanceof ProviderError) return error;
  const { code, message } = codeOf(error);
  const explain = (problem: string, fix: string) =>
    new UnreachableError(`${problem} (${target}: ${message})`, fix, { cause: error });
  if (isTlsCode(code)) {
    return explain(
      "The TLS connection to NATS failed.",
      "Check the provider's ca (the authority of the server's certificate) and tlsServerName (a name in it).",
    );
  }
  switch (code) {
    case ErrorCode.AuthorizationViolation:
    case ErrorCode.AuthenticationExpired:
      return explain(
        `NATS refused the credentials of user "${user}".`,
        "Check that the provider's seed belongs to this user, and that the server has loaded its public key.",
      );
    case ErrorCode.ServerOptionNotAvailable:
      return explain(
        "The NATS server speaks plain text, but the provider has a ca and so demands TLS.",
        "Check that this is the right server and that its configuration has a tls section.",
      );
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "EHOSTUNREACH":
    case "ENOTFOUND":
    case "ETIMEDOUT":
    case ErrorCode.ConnectionRefused:
    case ErrorCode.ConnectionTimeout:
    case ErrorCode.Timeout:
      return explain("NATS can't be reached.", "Check that it runs and that the address is right.");
    default:
      return explain(
        "No connection to NATS could be made.",
        "Check that its pods are ready, then run Pulumi again.",
      );
  }
}

/** Turns what stopped a port-forward into what to do about it. */
export function explainForward(error: unknown, target: string): ProviderError {
  if (error instanceof ProviderError) return error;
  return new UnreachableError(
    `The port-forward to ${target} failed: ${apiMessage(error) ?? codeOf(error).message}`,
    "Check that the kubeconfig's cluster answers, and that the Service is there with a ready pod.",
    { cause: error },
  );
}

/** What was asked for: a change that was sent may be made, whatever became of its answer. */
export interface Request {
  readonly subject: string;
  readonly kind: "read" | "change";
}

/**
 * Turns what stopped a request into what to do about it. `dropped` says that the connection ended with it; the client
 * then reports a timeout, which it was not.
 */
export function explainRequest(error: unknown, request: Request, dropped: boolean): unknown {
  const { subject } = request;
  if (dropped)
    return explainSilence(`The connection to NATS dropped during ${subject}`, request, error, DroppedError);
  const { code, message } = codeOf(error);
  switch (code) {
    case ErrorCode.PermissionsViolation:
      return new ProviderError(
        `NATS does not let this user call ${subject} (${message}).`,
        "Grant it in stream-config/users, deploy the servers' configuration, then run Pulumi again.",
        { cause: error },
      );
    case ErrorCode.NoResponders:
      return new UnreachableError(
        `Nobody answers ${subject}: JetStream is off, or this user's account doesn't import it.`,
        "Check the accounts in the servers' configuration and that JetStream is enabled.",
        { cause: error },
      );
    case ErrorCode.Timeout:
      return explainSilence(
        `JetStream did not answer ${subject} in time: a server hangs, or the cluster has no quorum`,
        request,
        error,
        UnansweredError,
      );
    default:
      return error;
  }
}

/** A read without an answer can be made again; a change may have been made. */
function explainSilence(
  what: string,
  { kind }: Request,
  cause: unknown,
  ReadError: typeof UnansweredError | typeof DroppedError,
): ProviderError {
  const fix = "Check that a majority of the NATS servers runs and answers, then run Pulumi again";
  if (kind === "read") return new ReadError(`${what}.`, `${fix}.`, { cause });
  return new UncertainError(
    `${what}. The change was sent once and not again: it may have been made, or may still be.`,
    `${fix}: it goes by what is live then.`,
    { cause },
  );
}

/** Why an operation has to end: Pulumi was told to stop, or `customTimeouts` give it no more time. */
export type EndReason = "stopped" | "late";

const ends: Readonly<Record<EndReason, readonly [why: string, fix: string]>> = {
  stopped: ["Pulumi was told to stop", "Run Pulumi again; it takes up what was left half done."],
  late: [
    "The time that customTimeouts give was over",
    "Check that the NATS servers answer, or give the resource more time.",
  ],
};

/** The operation ended before a call. */
export function explainUnsent(reason: EndReason, call: string): UnreachableError {
  const [why, fix] = ends[reason];
  return new UnreachableError(`${why} before ${call} was sent; it was not.`, fix);
}

/** The operation ended, and with it what was under way. */
export function explainEnded(reason: EndReason, { problem }: ProviderError): UnreachableError {
  const [why, fix] = ends[reason];
  return new UnreachableError(`${why}. ${problem}`, fix);
}

/** What an answer without a leader means. */
export function explainNoQuorum(call: string, description: string): NoQuorumError {
  return new NoQuorumError(
    `The NATS cluster has no quorum, so ${call} was not carried out (${description}).`,
    "Check that a majority of the NATS servers runs, then run Pulumi again.",
  );
}

/** Throws ProviderError when the server is older than this provider was made for. */
export function requireVersion(version: string, target: string): void {
  if (isAtLeast(version, oldestServer)) return;
  throw new ProviderError(
    `The NATS server at ${target} is version ${version}; this provider needs ${oldestServer} or newer.`,
    "Update the servers, one after the other, then run Pulumi again.",
  );
}

/** The first version whose API has what every declared stream and consumer is sent with. */
const oldestServer = "2.11.0";

/** Whether a server's version is that one or a newer one. */
export function isAtLeast(version: string, other: string): boolean {
  const [left = [], right = []] = [version, other].map((version) =>
    version.split(/[.-]/).slice(0, 3).map(Number),
  );
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((part) => part !== 0);
  return (difference ?? 0) >= 0;
}

/** Node's TLS and OpenSSL codes that a wrong authority, name or protocol leads to. */
function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL)_|CERT|SIGNATURE|^TLS$/.test(code);
}

/** The client wraps the errors of Node under codes of its own, and so does fetch; Kubernetes answers with a code too. */
function codeOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const inner = error instanceof NatsError ? error.chainedError : error.cause;
  if (inner instanceof Error) return codeOf(inner);
  return { code: "code" in error ? String(error.code) : "", message: error.message };
}
