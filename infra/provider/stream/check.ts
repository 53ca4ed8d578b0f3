import { isAbsolute } from "node:path";
import {
  describeChange,
  type StreamChange,
  streamChanges,
  streamSettings,
  toSeconds,
} from "../../../stream-config";
import { isName } from "../../../stream-config/settings/names";
import type { CheckContext, Checked, CheckFailure } from "../resource";
import { normalise } from "../settings/normalise";
import type { StreamInputs } from "./inputs";
import { streamDefaults } from "./state";

type Given = Partial<StreamInputs>;

/** Fills in defaults and finds what can't be: settings that contradict each other, and changes that the server refuses. */
export function checkStream(given: Given, { before, unknowns }: CheckContext<StreamInputs>): Checked {
  const { inputs, failures } = normalise(streamSettings, given);
  if (failures.length > 0) return { inputs, failures };
  const explicit: Given = { ...streamDefaults, ...implied(inputs), ...inputs };
  const complete: Given = { ...explicit, ...(unknowns.has("maxAge") ? {} : duplicateWindow(explicit)) };
  const changes = before === undefined ? [] : streamChanges(before, complete);
  const refusals = changes.filter(({ field }) => !unknowns.has(field)).flatMap(refusal);
  const contradictions = unknowns.size > 0 ? [] : rules.flatMap((rule) => rule(complete));
  return { inputs: complete, failures: [...contradictions, ...refusals] };
}

/** What the server turns on along with a setting, written out so that it shows. */
function implied({ deleteMarkerTtl, allowSchedules }: Given): Given {
  return {
    ...((deleteMarkerTtl !== undefined || allowSchedules) && { allowRollup: true }),
    ...(deleteMarkerTtl !== undefined && { allowMessageTtl: true }),
  };
}

const usualWindow = "2m";

/** The server's own default, written out so that it shows. A copy of other streams has none. */
function duplicateWindow({ duplicateWindow, maxAge, mirror, sources }: Given): Given {
  if (mirror !== undefined || sources !== undefined) return {};
  const longest = maxAge !== undefined && toSeconds(maxAge) < toSeconds(usualWindow) ? maxAge : usualWindow;
  return { duplicateWindow: duplicateWindow ?? longest };
}

/** Where the program was started, this provider doesn't know. */
function absolute(name: "snapshotBeforeDataLoss" | "restoreFrom") {
  return ({ [name]: path }: Given): CheckFailure[] =>
    path === undefined || isAbsolute(path)
      ? []
      : failure(name, `"${path}" is relative; give the whole path, e.g. path.resolve("${path}")`);
}

/** What the server would refuse, or silently set otherwise. */
const rules: readonly ((stream: Given) => CheckFailure[])[] = [
  absolute("snapshotBeforeDataLoss"),
  absolute("restoreFrom"),
  ({ duplicateWindow, maxAge }) =>
    duplicateWindow !== undefined && maxAge !== undefined && toSeconds(duplicateWindow) > toSeconds(maxAge)
      ? failure("duplicateWindow", `"${duplicateWindow}" is longer than maxAge, "${maxAge}"`)
      : [],
  ({ subjects, mirror, sources }) =>
    subjects === undefined && mirror === undefined && sources === undefined
      ? failure("subjects", "is missing; only a stream with mirror or sources can do without")
      : [],
  ({ subjects, mirror }) =>
    subjects !== undefined && mirror !== undefined
      ? failure("subjects", "can't be combined with mirror; leave one of them out")
      : [],
  ({ mirror }) => (mirror === undefined ? [] : copying("mirror", mirror)),
  ({ mirror }) =>
    mirror === undefined || mirror.external !== undefined ? [] : nameOf("mirror.name", mirror.name),
  ({ sources = [] }) => sources.flatMap(({ name }, index) => nameOf(`sources[${index}].name`, name)),
  ({ sources = [] }) => sources.flatMap((source, index) => copying(`sources[${index}]`, source)),
  ({ discardNewPerSubject, discard, maxMessagesPerSubject }) =>
    discardNewPerSubject && (discard !== "new" || maxMessagesPerSubject === undefined)
      ? failure("discardNewPerSubject", 'needs discard "new" and maxMessagesPerSubject')
      : [],
  ({ denyPurge, allowRollup }) =>
    denyPurge && allowRollup ? failure("allowRollup", "can't be combined with denyPurge") : [],
  ({ deleteMarkerTtl, allowSchedules, allowRollup }) =>
    (deleteMarkerTtl !== undefined || allowSchedules) && !allowRollup
      ? failure("allowRollup", "is turned on by deleteMarkerTtl and allowSchedules; leave it out")
      : [],
  ({ deleteMarkerTtl, allowMessageTtl }) =>
    deleteMarkerTtl !== undefined && !allowMessageTtl
      ? failure("allowMessageTtl", "is turned on by deleteMarkerTtl; leave it out")
      : [],
  ({ sealed, maxAge, discard, denyDelete, denyPurge }) =>
    sealed && (maxAge !== undefined || discard !== "new" || !denyDelete || !denyPurge)
      ? failure("sealed", 'needs discard "new", denyDelete and denyPurge, and no maxAge: it implies them')
      : [],
];

/** What lies in another account may have a name that this server wouldn't let a stream have. */
function nameOf(property: string, name: string): CheckFailure[] {
  return isName(name) ? [] : failure(property, `"${name}" is not the name of a stream`);
}

/** A durable consumer says by itself where copying begins and what is copied. */
function copying(property: string, source: NonNullable<Given["mirror"]>): CheckFailure[] {
  const { consumer, startSequence, startTime, filterSubject } = source;
  const said = [startSequence, startTime, filterSubject].some((value) => value !== undefined);
  if (consumer === undefined || !said) return [];
  return failure(
    property,
    "leaves startSequence, startTime and filterSubject to its consumer; drop them here",
  );
}

function failure(property: string, reason: string): CheckFailure[] {
  return [{ property, reason }];
}

function refusal(change: StreamChange): CheckFailure[] {
  if (change.effect !== "refused") return [];
  return failure(
    change.field,
    `${describeChange(change)}: ${change.reason}, and deleting it to create it again would lose its messages. ` +
      "Declare a second stream and move its clients, or set it back.",
  );
}
