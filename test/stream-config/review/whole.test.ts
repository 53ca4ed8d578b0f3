import { expect, test } from "vitest";
import { type Report, renderMarkdown, reviewContracts } from "../../../stream-config/review";
import type { Contract } from "../../../stream-config/review/contract";
import { contract, told } from "./support";

/** The report of going from the small contract to the same one with these parts. */
function reviewOf(changed: Partial<Contract>, base: Partial<Contract> = {}): Report {
  return reviewContracts(
    { revision: { name: "main" }, contract: { ...contract(), ...base } },
    { revision: { name: "head" }, contract: { ...contract(), ...changed } },
  );
}

const problems = [{ at: "streams.orders.maxAge", message: '"soon" is not a duration' }];

test("contract - its problems refuse it, before anything else and beside it", () => {
  const report = reviewOf({ problems, consumers: [] });
  expect(report.verdict).toBe("refused");
  expect(told(report).map(([of]) => of)).toEqual(["invalid", "losesData", "narrows"]);
  expect(renderMarkdown(report)).toContain(
    '#### Can\'t be deployed\n\n- `streams.orders.maxAge`: "soon" is not a duration',
  );
});

test("contract - with a unit that can't be read its problems alone are told", () => {
  const [stream] = contract().streams;
  const streams = [{ ...stream!, maxAge: "soon" }];
  expect(told(reviewOf({ problems, streams })).map(([of]) => of)).toEqual(["invalid"]);
  expect(() => reviewOf({ streams })).toThrow('"soon" is not a duration');
});

test("contract - what is committed otherwise than rendered is told: other, missing, and of a user that is gone", () => {
  const rendered = { "accounts.conf": "accounts {}", "clients/reports.json": "{}" };
  const found = (committed: Contract["committed"]) =>
    reviewOf({ rendered, ...(committed && { committed }) }).findings.map(({ name, change }) => [
      name,
      change,
    ]);
  expect(found(undefined)).toEqual([]);
  expect(found(rendered)).toEqual([]);
  expect(found({ "accounts.conf": "", "clients/former.json": "{}" })).toEqual([
    ["stream-config/rendered/accounts.conf", "it is not what the contract says"],
    ["stream-config/rendered/clients/reports.json", "it is missing"],
    ["stream-config/rendered/clients/former.json", "the contract has no such user any more"],
  ]);
});

test("contract - what crosses between accounts is told where no grant explains it", () => {
  const { accounts } = contract();
  const more = `${accounts}\n      { stream: ">" }`;
  const words = '`{ stream: ">" }`: every account can be given what is published to `>`';
  expect(told(reviewOf({ accounts: more }))).toEqual([["unexplained", `now ${words}`]]);
  // Of running servers nobody knows what their grants would be rendered to.
  const { expected: _, ...head } = contract();
  const report = reviewContracts(
    { revision: { name: "live" }, contract: { ...contract(), accounts: more } },
    { revision: { name: "head" }, contract: head },
  );
  expect(told(report)).toEqual([["narrows", `no longer ${words}`]]);
});
