import { type Static, type TObject, Type } from "typebox";
import { accessInputs } from "../kubernetes/access";
import type { FieldChanges } from "../resource";
import type { NatsServers } from "./server";

/** Inputs that say where the servers are. */
export const whereServersAre = {
  ...accessInputs,
  namespace: Type.String({ minLength: 1, description: "Namespace of the servers" }),
  statefulSet: Type.String({ minLength: 1, description: "The StatefulSet whose pods the servers are" }),
  ca: Type.String({ description: "PEM of the authority that the servers' certificate is from" }),
};

/** Where the servers are. */
export type ServersPlace = Static<TObject<typeof whereServersAre>>;

/** Finds the servers that the inputs speak of. */
export type FindServers = (where: ServersPlace) => Promise<NatsServers>;

/** Identifies what belongs to these servers. */
export function idOf({ namespace, statefulSet }: ServersPlace): string {
  return `${namespace}/${statefulSet}`;
}

/** Other servers are another resource. */
export function replacements({ namespace, statefulSet }: FieldChanges): FieldChanges {
  return {
    ...(namespace && { namespace: { ...namespace, effect: "replace" } }),
    ...(statefulSet && { statefulSet: { ...statefulSet, effect: "replace" } }),
  };
}
