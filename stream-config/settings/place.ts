import type { Properties } from "./codec";

/** Where JetStream's API has a setting: in one field, spread over several, or in the subject of a request alone. */
export type Place = { readonly kind: "field"; readonly name: string } | Spread | { readonly kind: "subject" };

/** Several fields of the API that are one setting. */
export interface Spread {
  readonly kind: "spread";
  readonly names: readonly string[];
  readonly encode: (value: unknown) => Properties;
  /** As `encode`, for a thing that is there: what means the same is written to the letter as the API has it. */
  readonly encodeOnto: (value: unknown, live: Properties) => Properties;
  /** The fields as a program writes them; undefined for what it can't say. */
  readonly decode: (config: Properties) => unknown;
}

/** One field of the API, by its name there. */
export function field(name: string): Place {
  return { kind: "field", name };
}

/** Names of the API's fields. */
export function namesOf(place: Place): readonly string[] {
  switch (place.kind) {
    case "field":
      return [place.name];
    case "spread":
      return place.names;
    case "subject":
      return [];
  }
}
