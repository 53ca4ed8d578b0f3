import { isWithin, type RightsProof } from "../../../../stream-config";
import { listUsers, type ProvenUser, type ProvenUsers } from "./inputs";

/** What users had and have no more. */
export interface LostRights {
  /** Users whose key must be refused: they are gone, or have another. */
  readonly keys: readonly ProvenUser[];
  /** Users that stay, each with what it must be refused. */
  readonly rights: readonly ProvenUser[];
}

/** Compares the users as they were proven last with those that are declared now. */
export function lostRights(before: ProvenUsers, after: ProvenUsers): LostRights {
  const known = listUsers(before);
  const stays = ({ name, seed }: ProvenUser) => after.seeds[name] === seed;
  return {
    keys: known.filter((user) => !stays(user)),
    rights: known
      .filter(stays)
      .map((user) => ({ ...user, proof: lostOf(user.proof, after.users[user.name]) }))
      .filter(({ proof }) => proof.requests.length + proof.subscriptions.length > 0),
  };
}

/** A right may have gone into a wider one. */
function lostOf(before: RightsProof, after: RightsProof | undefined): RightsProof {
  const rights = after?.requests.map(({ right }) => right) ?? [];
  const subscriptions = after?.subscriptions ?? [];
  return {
    ...before,
    requests: before.requests.filter(({ subject }) => !rights.some((right) => isWithin(subject, right))),
    subscriptions: before.subscriptions.filter(
      (subject) => !subscriptions.some((wider) => isWithin(subject, wider)),
    ),
  };
}
