import { toSeconds } from "../../units";
import { field } from "../place";
import { amount, optional } from "../rules";
import { setting, unset } from "../setting";
import { switchSetting } from "../switch";
import { count, duration, instant, text } from "../value";
import { losesData, safe, weakens } from "../verdict";
import { replaced } from "./replaced";

/** What its servers do: which acks they report, how and how long they keep its position, and whether it delivers. */
export const keeping = {
  sampleFrequency: setting({
    api: field("sample_freq"),
    value: text('Share of acks that are reported, e.g. "30%"', { pattern: "^([+-]?\\d+%?)?$" }),
    absent: unset,
    change: optional({
      set: safe("the servers report how long acks take", { notices: ["operators"] }),
      changed: safe("the servers report another share of the acks", { notices: ["operators"] }),
      unset: weakens("the servers report no more how long acks take", {
        notices: ["operators"],
        todo: "see that nobody watches it",
      }),
    }),
    samples: [undefined, "30%"],
  }),
  inactiveThreshold: setting({
    api: field("inactive_threshold"),
    value: duration("It is deleted when nobody used it for so long. Default never."),
    absent: unset,
    change: amount(toSeconds, {
      set: ({ to }) => vanishes(to),
      lowered: ({ to }) => vanishes(to),
      raised: ({ to }) => safe(`it stays when nobody has used it for ${to}, longer than before`),
      unset: safe("it stays however long nobody uses it"),
    }),
    samples: ["1h", "24h"],
  }),
  replicas: setting({
    api: field("num_replicas"),
    value: count("Servers that hold its position. Default its stream's.", { maximum: 5 }),
    absent: unset,
    change: amount(Number, {
      set: ({ to }) => heldBy(to),
      lowered: ({ to }) => heldBy(to),
      raised: safe("more servers hold its position"),
      unset: safe("as many servers hold its position as hold its stream"),
    }),
    samples: [1, 3],
  }),
  memoryStorage: switchSetting({
    api: "mem_storage",
    description: "Its position is kept in memory only.",
    on: replaced,
    off: replaced,
  }),
  pauseUntil: setting({
    api: field("pause_until"),
    value: instant('It delivers nothing until then, e.g. "2026-01-31T12:00:00Z". Default: it is not paused.'),
    absent: unset,
    change: optional<string>({
      set: ({ to }) => pausedUntil(to),
      changed: ({ to }) => pausedUntil(to),
      unset: safe("it delivers again at once", { notices: ["readers"] }),
    }),
    samples: [undefined, "2026-01-31T12:00:00Z"],
  }),
};

function vanishes(after: string) {
  return losesData(
    `it is deleted, with its position, as soon as nobody has used it for ${after}: its clients then get errors until it is declared again, and begin where startFrom says`,
    {
      when: "when a client fails or is away",
      todo: "make it longer than its clients are ever away, then acknowledge the change",
    },
  );
}

function heldBy(servers: number) {
  const reason =
    servers === 1
      ? "one server alone holds its position: while that is down it delivers nothing, and when its disk fails it begins anew where startFrom says"
      : `${servers} servers hold its position, fewer than may hold its stream`;
  return weakens(reason, {
    notices: ["readers"],
    when: "when a server fails",
    todo: "leave it out, so that as many hold it as hold its stream",
  });
}

function pausedUntil(time: string) {
  return weakens(
    `it delivers nothing until ${time}. Messages wait, and those that its stream's limits remove meanwhile are never delivered`,
    {
      notices: ["readers"],
      todo: "compare the pause with maxAge of its stream",
    },
  );
}
