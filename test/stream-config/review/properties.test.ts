import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  accountOf,
  type Contract,
  connectionSettings,
  permissionsOf,
  renderAsyncApi,
  renderConsumer,
  renderStream,
  renderUserFiles,
  validate,
} from "../../../stream-config";
import {
  type ContractSnapshot,
  type Finding,
  type Report,
  renderMarkdown,
  reviewContracts,
  snapshot,
} from "../../../stream-config/review";
import { code } from "../../../stream-config/review/words";
import { isWithin } from "../../../stream-config/subjects";
import { anyContract } from "../proof/random-contract";

const gains: readonly Finding["class"][] = ["widens", "exposesPersonalData", "unexplained"];

function plain(contract: Contract): ContractSnapshot {
  const exports = { ...contract, accountOf, connectionSettings, permissionsOf };
  return JSON.parse(JSON.stringify(snapshot(exports, exports)));
}

function review(base: ContractSnapshot, head: ContractSnapshot): Report {
  return reviewContracts(
    { revision: { name: "base" }, contract: base },
    { revision: { name: "head" }, contract: head },
  );
}

/** The names of users of whom the report says that they gain something. */
function gainers(report: Report): Set<string> {
  return new Set(report.findings.filter(({ class: of }) => gains.includes(of)).map(({ name }) => name));
}

/** Names of users and events that are told to be what had another name before. */
function renamed(report: Report): Set<string> {
  const found = report.findings.filter(({ change }) => change.includes("renamed from"));
  return new Set(found.map(({ name }) => name));
}

/** Subjects of all that a user can read, straight from its grants. */
function readable(contract: Contract, user: string): string[] {
  const grants = contract.users.find(({ name }) => name === user)?.grants ?? [];
  return grants.flatMap((grant) => {
    if (grant.verb === "consume") return grant.consumer.filterSubjects;
    if (grant.verb === "replay") return grant.stream.subjects;
    return grant.verb === "subscribe" ? grant.subjects : [];
  });
}

test("review - a contract against itself has nothing to tell", () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      expect(review(plain(contract), plain(contract)).findings).toEqual([]);
    }),
  );
});

test("review - whoever can read an event that was closed to them is told to gain", () => {
  fc.assert(
    fc.property(anyContract, anyContract, (base, head) => {
      const report = review(plain(base), plain(head));
      const [told, known] = [gainers(report), renamed(report)];
      for (const { name } of head.users.filter((user) => !known.has(user.name))) {
        const [before, after] = [readable(base, name), readable(head, name)];
        const opened = head.events.some(
          ({ subject }) =>
            !known.has(subject) &&
            after.some((filter) => isWithin(subject, filter)) &&
            !before.some((filter) => isWithin(subject, filter)),
        );
        if (opened) expect(told).toContain(name);
      }
    }),
  );
});

test("review - whoever may publish an event that was refused to them is told to gain", () => {
  fc.assert(
    fc.property(anyContract, anyContract, (base, head) => {
      const [old, now] = [plain(base), plain(head)];
      const report = review(old, now);
      const [told, known] = [gainers(report), renamed(report)];
      for (const { name, permissions } of now.users.filter((user) => !known.has(user.name))) {
        const before = old.users.find((user) => user.name === name)?.permissions.publish ?? [];
        const events = permissions.publish.filter(
          (subject) => subject.startsWith("root") && !known.has(subject),
        );
        if (events.some((subject) => !before.includes(subject))) expect(told).toContain(name);
      }
    }),
  );
});

test("review - a permission that is slipped in is told, whatever else changes", () => {
  const slipped = fc.constantFrom(
    ...[">", "root0.user", "$SYS.REQ.>", "$JS.API.STREAM.PURGE.stream-0"],
    ...["AUTHJS.CONSUMER.MSG.NEXT.stream-0.other", "AUTHJS.DIRECT.GET.stream-0", "$JS.ACK.stream-0.other.>"],
  );
  fc.assert(
    fc.property(anyContract, anyContract, slipped, (base, head, subject) => {
      const [old, now] = [plain(base), plain(head)];
      const [user] = now.users;
      fc.pre(!user!.permissions.publish.some((other) => isWithin(subject, other)));
      user!.permissions.publish.push(subject);
      const told = review(old, now).findings.filter(({ class: of }) => of === "unexplained");
      expect(told.map(({ name }) => name)).toEqual([user!.name]);
      expect(told[0]?.change).toContain(code(subject));
    }),
  );
});

test("review - a line about accounts that is slipped in is told, whatever else changes", () => {
  fc.assert(
    fc.property(anyContract, anyContract, (base, head) => {
      const [old, now] = [plain(base), plain(head)];
      const slipped = { ...now, accounts: now.accounts.replace("exports: [", 'exports: [\n{ stream: ">" }') };
      const told = review(old, slipped).findings.filter(({ class: of }) => of === "unexplained");
      expect(told.map(({ change }) => change)).toEqual([
        expect.stringContaining("every account can be given"),
      ]);
    }),
  );
});

/** All that is generated from a contract: what servers, clients and readers get. */
function generated(contract: Contract): string[] {
  return [
    ...contract.streams.map((stream) => JSON.stringify(renderStream(stream))).toSorted(),
    ...contract.consumers.map((consumer) => JSON.stringify(renderConsumer(consumer))).toSorted(),
    ...Object.values(renderUserFiles(contract.users)),
    renderAsyncApi(contract, "0.1.0"),
  ];
}

test("review - whatever differs in a generated file has a finding", () => {
  fc.assert(
    fc.property(anyContract, anyContract, (base, head) => {
      fc.pre(!isDeepStrictEqual(generated(base), generated(head)));
      expect(review(plain(base), plain(head)).findings).not.toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("review - a part of a contract that is another has a finding", () => {
  const parts = fc.constantFrom("streams", "consumers", "users", "events");
  fc.assert(
    fc.property(anyContract, anyContract, parts, fc.boolean(), (base, other, part, reversed) => {
      const head = { ...base, [part]: reversed ? base[part].toReversed() : other[part] };
      fc.pre(isComplete(head) && !isDeepStrictEqual(generated(base), generated(head)));
      expect(review(plain(base), plain(head)).findings).not.toEqual([]);
    }),
    { numRuns: 40 },
  );
});

/** Streams, consumers and events of one contract and users of another may not fit together. */
function isComplete(contract: Contract): boolean {
  return validate(contract).length === 0;
}

test("Markdown - of any review fits into a comment", () => {
  fc.assert(
    fc.property(anyContract, anyContract, fc.integer({ min: 4_000, max: 8_000 }), (base, head, limit) => {
      const markdown = renderMarkdown(review(plain(base), plain(head)), limit);
      expect(markdown.length).toBeLessThanOrEqual(limit);
      expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
    }),
  );
});
