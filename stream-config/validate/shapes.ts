import Value from "typebox/value";
import { quote } from "../quote";
import { consumerSettings } from "../settings/consumer";
import type { Settings } from "../settings/setting";
import { streamSettings } from "../settings/stream";
import { type Problem, problemIf, type Rule } from "./problem";

/** Definitions have what they must, which all other rules rely on. Types catch it where somebody runs the compiler. */
export const missingParts: Rule = ({ streams, consumers, users, events }) => [
  ...streams.flatMap((stream, index) => missing("streams", index, stream, ["name", "subjects", ...limits])),
  ...consumers.flatMap((consumer, index) =>
    missing("consumers", index, consumer, ["name", "stream", ...expected]),
  ),
  ...users.flatMap((user, index) => missing("users", index, user, ["name", "grants"])),
  ...events.flatMap((event, index) => missing("events", index, event, ["subject", "schema", "example"])),
];

/** Settings have values that they can have. */
export const values: Rule = ({ streams, consumers }) => [
  ...streams.flatMap((stream) => [
    ...settingProblems(`streams.${stream.name}`, stream, streamSettings),
    ...copyProblems(`streams.${stream.name}.replicas`, stream.replicas),
  ]),
  ...consumers.flatMap((consumer) =>
    settingProblems(`consumers.${consumer.name}`, consumer, consumerSettings),
  ),
];

/** What this project wants said though the server has a default. */
const limits = ["maxAge", "maxMessages", "maxBytes", "duplicateWindow"];
const expected = ["filterSubjects", "startFrom", "ackWait", "maxDeliver", "maxAckPending"];

function settingProblems(at: string, definition: object, settings: Settings): Problem[] {
  const given = new Map<string, unknown>(Object.entries(definition));
  return Object.entries(settings).flatMap(([name, { value }]) => {
    const said = given.get(name);
    const [problem] = said === undefined ? [] : Value.Errors(value.schema, said);
    return problemIf(
      problem !== undefined,
      `${at}.${name}`,
      `${quote(said)} can't be: it ${problem?.message}`,
    );
  });
}

/** More than half of the copies have to be up, so an even number is no safer than one less. */
function copyProblems(at: string, replicas: number): readonly Problem[] {
  return problemIf(
    ![1, 3, 5].includes(replicas),
    at,
    `${quote(replicas)} is no number of copies; write 1, 3 or 5`,
  );
}

function missing(kind: string, index: number, definition: object, names: readonly string[]): Problem[] {
  const given = new Map<string, unknown>(Object.entries(definition));
  const name = given.get("name") ?? given.get("subject") ?? index;
  return names.flatMap((field) =>
    problemIf(given.get(field) === undefined, `${kind}.${name}.${field}`, "is missing"),
  );
}
