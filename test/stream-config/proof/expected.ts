import { type Grant, isWithin, type UserDefinition } from "../../../stream-config";
import type { Attempt, Meaning } from "./attempts";

type ApiCall = Extract<Meaning, { kind: "api" }>;

/** Whether the user's grants, as their words are meant, allow the attempt. Knows no subject but those of events. */
export function expected(user: UserDefinition, { operation, meaning }: Attempt): boolean {
  switch (meaning.kind) {
    case "event":
      return user.grants.some((grant) => isAboutEvent(grant, operation, meaning.subject));
    case "inbox":
      return operation === "subscribe" && meaning.owner === user.name && user.grants.some(sendsRequests);
    case "ack":
      return operation === "publish" && user.grants.some((grant) => mayAck(grant, meaning));
    case "copy":
      return operation === "publish" && user.grants.some((grant) => mayCopy(grant, meaning.stream));
    case "api": {
      const inside = user.grants.some(({ verb }) => verb === "publish" || verb === "backup");
      const prefix = inside ? "$JS.API" : "AUTHJS";
      return (
        operation === "publish" &&
        meaning.prefix === prefix &&
        user.grants.some((grant) => mayCall(grant, meaning))
      );
    }
    case "nobody":
      return false;
  }
}

function isAboutEvent(grant: Grant, operation: Attempt["operation"], subject: string): boolean {
  if (grant.verb === "publish") return operation === "publish" && grant.subjects.includes(subject);
  if (grant.verb !== (operation === "publish" ? "deposit" : "subscribe")) return false;
  // NATS lets a last `>` pass for a granted `*`; the account imports no more than the grant all the same.
  return grant.subjects.some((granted) => isWithin(subject.replace(/>$/, "*"), granted));
}

function sendsRequests({ verb }: Grant): boolean {
  return verb !== "subscribe";
}

function mayAck(grant: Grant, { stream, consumer }: Extract<Meaning, { kind: "ack" }>): boolean {
  return grant.verb === "consume" && grant.consumer.stream === stream && grant.consumer.name === consumer;
}

function mayCopy(grant: Grant, stream: string): boolean {
  return grant.verb === "backup" && grant.stream.name === stream;
}

function mayCall(grant: Grant, { call, stream, consumer, about }: ApiCall): boolean {
  switch (grant.verb) {
    case "subscribe":
      return false;
    case "consume":
      return (
        ["CONSUMER.INFO", "CONSUMER.MSG.NEXT"].includes(call) &&
        grant.consumer.stream === stream &&
        grant.consumer.name === consumer
      );
    case "replay":
      return (
        call === "DIRECT.GET" &&
        grant.stream.name === stream &&
        (about === undefined || grant.stream.subjects.some((subject) => isWithin(about, subject)))
      );
    case "publish":
      return call === "INFO" || (call === "STREAM.INFO" && grant.stream.name === stream);
    case "backup":
      return (
        ["STREAM.INFO", "STREAM.SNAPSHOT", "STREAM.RESTORE"].includes(call) && grant.stream.name === stream
      );
    case "deposit":
      return false;
    case "remove":
      return call === "STREAM.MSG.DELETE" && grant.stream.name === stream;
    case "observe":
      if (call === "CONSUMER.INFO") return isOneOf(grant.consumers, stream, consumer);
      return call === "INFO" || (call === "STREAM.INFO" && grant.stream.name === stream);
    case "manage":
      if (call === "CONSUMER.CREATE") {
        const known = grant.consumers.find(
          (candidate) => candidate.name === consumer && candidate.stream === stream,
        );
        return known !== undefined && isPinned(about, known.filterSubjects);
      }
      if (call === "CONSUMER.PAUSE") return isOneOf(grant.consumers, stream, consumer);
      if (call === "INFO") return true;
      return grant.stream.name === stream && managed.has(call);
  }
}

/** What a stream's admin may do with its stream and with any of the stream's consumers. */
const managed = new Set([
  "STREAM.CREATE",
  "STREAM.UPDATE",
  "STREAM.INFO",
  "STREAM.DELETE",
  "CONSUMER.INFO",
  "CONSUMER.DELETE",
]);

function isOneOf(
  consumers: readonly { readonly name: string; readonly stream: string }[],
  stream: string | undefined,
  consumer: string | undefined,
): boolean {
  return consumers.some((candidate) => candidate.stream === stream && candidate.name === consumer);
}

/** One filter stands in the subject, and may be narrowed there; several stand in the body alone. */
function isPinned(about: string | undefined, [filter, ...others]: readonly string[]): boolean {
  if (filter === undefined || others.length > 0) return about === undefined;
  return about !== undefined && isWithin(about, filter);
}
