import { Type } from "typebox";
import type { FieldChanges, Properties } from "../resource";

/** What the state of a stream or consumer has beside its inputs. */
export const outputs = Type.Object({
  otherSettings: Type.Optional(
    Type.Object(
      {},
      { description: "Live settings, by API name, that this resource doesn't know and an update removes" },
    ),
  ),
});

/** The state's part of it. */
export type OtherSettings = { readonly otherSettings?: Properties };

/** Settings that the resource doesn't know are drift too: an update takes them away, where the server lets it. */
export function withOthers({ otherSettings }: OtherSettings, changed: FieldChanges): FieldChanges {
  if (otherSettings === undefined) return changed;
  return { ...changed, otherSettings: { kind: "delete", effect: "update", of: "output" } };
}
