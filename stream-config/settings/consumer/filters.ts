import { isWithin } from "../../subjects";
import type { Properties } from "../codec";
import type { Spread } from "../place";
import type { Rule } from "../rules";
import { safe, weakens } from "../verdict";

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

type Filters = readonly string[];

/** What comes of other filters, by what they cover: no filter is all subjects, and an order has no meaning. */
export const changeOfFilters: Rule<Filters> = {
  ways: {
    wider: (change: Change) =>
      safe(`it gets ${named(gained(change))} too: what is stored behind its position and after, not before`, {
        notices: ["readers"],
        when: "from the next message on",
      }),
    narrower: (change: Change) => passedOver(lost(change), ""),
    exchanged: (change: Change) => passedOver(lost(change), `it gets ${named(gained(change))} instead. `),
    same: safe("it gets the same messages"),
  },
  wayOf: (change) => {
    const [more, less] = [gained(change), lost(change)].map(({ length }) => length > 0);
    if (more && less) return "exchanged";
    if (more) return "wider";
    return less ? "narrower" : "same";
  },
};

interface Change {
  readonly from: Filters | undefined;
  readonly to: Filters | undefined;
}

function passedOver(subjects: Filters, instead: string) {
  return weakens(
    `${instead}from now on ${named(subjects)} is never delivered to it. What comes meanwhile is passed over for good, even if the filter is widened later`,
    {
      notices: ["readers"],
      undo: "setting it back ends it, and what happened meanwhile stays",
      todo: "ask its readers whether they can do without",
    },
  );
}

function gained({ from, to }: Change): Filters {
  return all(to).filter((subject) => !isCovered(subject, all(from)));
}

function lost({ from, to }: Change): Filters {
  return all(from).filter((subject) => !isCovered(subject, all(to)));
}

function all(filters: Filters = []): Filters {
  return filters.length === 0 ? [">"] : filters;
}

function isCovered(subject: string, filters: Filters): boolean {
  return filters.some((filter) => isWithin(subject, filter));
}

function named(subjects: Filters): string {
  return subjects.includes(">")
    ? "any message of its stream"
    : subjects.map((subject) => `\`${subject}\``).join(", ");
}
