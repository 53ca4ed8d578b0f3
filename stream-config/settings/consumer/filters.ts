import type { Properties } from "../codec";
import type { Spread } from "../place";

/** The API's fields of the subjects that a consumer gets: with one filter it is a text, which users' rights can pin. */
export const filterFields: Spread = {
  kind: "spread",
  names: ["filter_subject", "filter_subjects"],
  encode,
  encodeOnto: encode,
  decode: ({ filter_subject, filter_subjects }) =>
    filter_subject ? [filter_subject] : (filter_subjects ?? []),
};

function encode(filters: unknown): Properties {
  const [filter, ...others] = Array.isArray(filters) ? filters : [];
  return others.length === 0 ? { filter_subject: filter } : { filter_subjects: filters };
}
