import { expect, test } from "vitest";
import { consumer, firstReview, review, stream, told } from "./support";

test("review - the same contract has nothing to tell", () => {
  expect(review({})).toMatchObject({ verdict: "unchanged", findings: [], permissions: [] });
});

test("review - a first contract is told as new, and its readers of personal data are named", () => {
  expect(told(firstReview())).toEqual([
    [
      "exposesPersonalData",
      "`billing` can now read `order.placed` of `orders`, through the durable `billing`, including personal data: `email` (`order.placed`); before: nothing",
    ],
    ["widens", "`shop` can now publish `order.placed`, `order.shipped` into `orders`; before: nothing"],
    ["safe", "new, for `order.*`"],
    ["safe", "new, on `orders` for `order.placed`"],
    ["safe", "new event type"],
    ["safe", "new event type"],
  ]);
});

test("streams - a lower limit loses data, with what and when", () => {
  const report = review({ streams: [{ ...stream, maxAge: "1d" }] });
  expect(report.verdict).toBe("risky");
  expect(report.findings).toEqual([
    {
      class: "losesData",
      kind: "stream",
      name: "orders",
      change: '`maxAge` `"7d"` → `"1d"`',
      consequence:
        "Messages older than 1d are deleted at once, whether they were read or not. The next `pulumi up` stops unless the change is acknowledged.",
      notices: ["readers (`billing`)"],
      when: "at once",
      undo: "what is gone does not come back",
      todo: expect.stringContaining('`acknowledgeDataLoss: ["maxAge 7d -> 1d"]`'),
      field: "maxAge",
      from: "7d",
      to: "1d",
    },
  ]);
});

test("streams - a higher limit and the same value in another unit are nothing to fear", () => {
  expect(told(review({ streams: [{ ...stream, maxAge: "168h", maxMessages: 2_000 }] }))).toEqual([
    ["safe", "`maxMessages` `1000` → `2000`"],
  ]);
});

test("streams - what the server refuses comes before what loses data", () => {
  const report = review({ streams: [{ ...stream, maxAge: "1d", storage: "memory", description: "All" }] });
  expect(report.verdict).toBe("refused");
  expect(report.findings.map((finding) => finding.class)).toEqual(["refused", "losesData", "safe"]);
});

test("streams - one that is declared no more is told as a loss", () => {
  const [first] = review({ streams: [] }).findings;
  expect(first).toMatchObject({ class: "losesData", kind: "stream", change: "declared no more" });
});

test("consumers - another start is a replacement that loses the position", () => {
  const [finding] = review({ consumers: [{ ...consumer, startFrom: "new" }] }).findings;
  expect(finding).toMatchObject({
    class: "replacement",
    name: "billing",
    change: '`startFrom` `"all"` → `"new"`',
  });
  expect(finding?.consequence).toContain("stops unless the change is acknowledged");
});

test("review - a change that the contract acknowledges happens, and is told so", () => {
  const acknowledged = [
    { streams: [{ ...stream, maxAge: "1d", acknowledgeDataLoss: ["maxAge 7d -> 1d"] }] },
    { consumers: [{ ...consumer, startFrom: "new", acknowledgeDataLoss: ["startFrom all -> new"] }] },
  ];
  for (const changed of acknowledged) {
    const { findings, verdict } = review(changed);
    expect(verdict).toBe("risky");
    expect(findings).toMatchObject([
      {
        consequence: expect.stringMatching(
          /happens in the next `pulumi up`: the contract acknowledges it\.$/,
        ),
      },
    ]);
  }
});

test("consumers - a new one says where it begins", () => {
  const starts = ["all", "new", "sequence 1042", "time 2026-01-31T12:00:00Z"];
  const told = starts.map((startFrom) => {
    const added = { ...consumer, name: "audit", startFrom };
    return review({ consumers: [consumer, added] }).findings.find(
      ({ name, class: of }) => name === "audit" && of === "safe",
    )?.consequence;
  });
  expect(told).toEqual(
    ["the oldest message that the stream holds", "the first message after its creation"]
      .concat(["sequence 1042 of the stream", "time 2026-01-31T12:00:00Z of the stream"])
      .map((first) => `It is created by the next \`pulumi up\` and begins with ${first}.`),
  );
});

test("consumers - one that is declared no more is told as a loss", () => {
  const [finding] = review({ consumers: [] }).findings;
  expect(finding).toMatchObject({ class: "losesData", kind: "consumer", change: "declared no more" });
});
