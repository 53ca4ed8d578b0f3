import { importedApiPrefix, isWithin, verbNamed } from "../../../../stream-config";
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
  const mayCall = (call: string, ...about: readonly string[]) =>
    ["$JS.API", importedApiPrefix].some((prefix) => may("publish")([prefix, call, ...about].join(".")));
  return grants.flatMap((grant) => partOf(grant, { may, mayCall }) ?? []);
}

interface Rights {
  readonly may: (side: keyof User["permissions"]) => (subject: string) => boolean;
  readonly mayCall: (call: string, ...about: readonly string[]) => boolean;
}

function partOf(grant: Grant, { may, mayCall }: Rights): Grant | undefined {
  const told = verbNamed(grant.verb)?.told;
  if (told === undefined) return undefined;
  const { stream = "", subjects, consumers } = grant;
  const mayOn = (call: string) => consumers.filter((name) => mayCall(call, stream, name));
  switch (told.by) {
    case "subjects":
      return unlessEmpty({ ...grant, subjects: subjects.filter(may(told.side)) }, "subjects");
    case "consumers":
      return unlessEmpty({ ...grant, consumers: mayOn(told.call) }, "consumers");
    case "stream":
      return mayCall(told.call, stream) ? { ...grant, consumers: mayOn(told.ofConsumers) } : undefined;
  }
}

function unlessEmpty(grant: Grant, list: "subjects" | "consumers"): Grant | undefined {
  return grant[list].length > 0 ? grant : undefined;
}
