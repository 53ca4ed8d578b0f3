import { expect, test } from "vitest";
import { renderText, reviewContracts } from "../../../../stream-config/review";
import { statusOf } from "../../../../tools/commands/review/status";
import { contract } from "../support";
import type { Case } from "./case";
import { consumerCases } from "./consumers";
import { neutralCases } from "./neutral";
import { renameCases } from "./renames";
import { streamCases } from "./streams";
import { summaryCases } from "./summary";
import { userCases } from "./users";
import { wholeCases } from "./whole";

const cases: readonly Case[] = [
  ...streamCases,
  ...consumerCases,
  ...userCases,
  ...wholeCases,
  ...renameCases,
  ...summaryCases,
  ...neutralCases,
];

test.each(cases.map((each) => [each.title, each] as const))(
  "case - %s",
  (_, { from, to, rendered, says, not = [], status }) => {
    const [base, head] = [contract(from), contract(to)];
    rendered?.(head);
    const report = reviewContracts(
      { revision: { name: "main" }, contract: base },
      { revision: { name: "the working tree" }, contract: head },
    );
    const text = renderText(report);
    for (const words of says) expect(text).toContain(words);
    for (const words of not) expect(text).not.toContain(words);
    expect([statusOf(report.verdict, "risky"), text]).toEqual([status, text]);
  },
);
