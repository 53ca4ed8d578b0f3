import { isWithin } from "../../../../stream-config";
import type { ContractSnapshot } from "../../../../stream-config/review";

type User = ContractSnapshot["users"][number];
type Grant = User["grants"][number];

/**
 * The grants that a user has on the servers, as far as its permissions there tell: of the declared ones those that they
 * give, without the subjects and consumers that they don't. What else the permissions give has no grant.
 */
export function grantsGivenBy(permissions: User["permissions"], { grants }: Pick<User, "grants">): Grant[] {
  const may = (side: keyof User["permissions"]) => (subject: string) =>
    permissions[side].some((allowed) => isWithin(subject, allowed));
  const mayCall = (call: string) =>
    ["$JS.API", "AUTHJS"].some((prefix) => may("publish")(`${prefix}.${call}`));
  return grants.flatMap((grant) => partOf(grant, { may, mayCall }) ?? []);
}

interface Rights {
  readonly may: (side: keyof User["permissions"]) => (subject: string) => boolean;
  readonly mayCall: (call: string) => boolean;
}

function partOf(grant: Grant, { may, mayCall }: Rights): Grant | undefined {
  const { verb, stream = "", subjects, consumers } = grant;
  switch (verb) {
    case "publish":
    case "deposit":
      return unlessEmpty({ ...grant, subjects: subjects.filter(may("publish")) }, "subjects");
    case "subscribe":
      return unlessEmpty({ ...grant, subjects: subjects.filter(may("subscribe")) }, "subjects");
    case "consume": {
      const consumed = consumers.filter((name) => mayCall(`CONSUMER.MSG.NEXT.${stream}.${name}`));
      return unlessEmpty({ ...grant, consumers: consumed }, "consumers");
    }
    default: {
      const [onStream, onConsumer] = telling[verb] ?? [];
      if (onStream === undefined || !mayCall(`${onStream}.${stream}`)) return undefined;
      return { ...grant, consumers: consumers.filter((name) => mayCall(`${onConsumer}.${stream}.${name}`)) };
    }
  }
}

/** Calls that tell the verb from the others: on its stream, and on each of its consumers. */
const telling: Readonly<Record<string, readonly [string, string?]>> = {
  replay: ["DIRECT.GET"],
  backup: ["STREAM.SNAPSHOT"],
  remove: ["STREAM.MSG.DELETE"],
  observe: ["STREAM.INFO", "CONSUMER.INFO"],
  manage: ["STREAM.UPDATE", "CONSUMER.PAUSE"],
};

function unlessEmpty(grant: Grant, list: "subjects" | "consumers"): Grant | undefined {
  return grant[list].length > 0 ? grant : undefined;
}
