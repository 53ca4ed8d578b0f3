import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createUser } from "@nats-io/nkeys";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ports } from "../../../infra/places";
import {
  authEvents,
  isWithin,
  permissionsOf,
  renderAccounts,
  subjectsOverlap,
  type UserDefinition,
  validate,
} from "../../../stream-config";
import { subscribe } from "../../../stream-config/acl/verbs/subscribe";
import { toolchainBinDir } from "../../../tools/lib/paths";
import { temporaryDir } from "../../support/servers";
import { startContractServer, writeContract } from "../support/contract-server";
import { attemptsOn } from "./attempts";
import { expected } from "./expected";
import { nameOf, refusedBy } from "./live";
import { anyContract } from "./random-contract";
import { matches, parseRendered } from "./rendered";

test("properties - a random contract has no problem", () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      expect(validate(contract)).toEqual([]);
    }),
  );
});

test("properties - what is rendered matches exactly what is granted", () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      const rendered = parseRendered(contract.users);
      const attempts = attemptsOn(contract);
      for (const user of contract.users) {
        const matched = attempts.filter((attempt) => matches(rendered.get(user.name)!, attempt));
        expect(matched).toEqual(attempts.filter((attempt) => expected(user, attempt)));
      }
    }),
  );
});

function isPublisher({ grants }: UserDefinition): boolean {
  return grants.some(({ verb }) => verb === "publish");
}

test("properties - nobody but a publisher can publish under the subjects of events", () => {
  fc.assert(
    fc.property(anyContract, ({ users, streams }) => {
      const stored = streams.flatMap(({ subjects, holds }) => (holds === undefined ? subjects : []));
      for (const user of users.filter((candidate) => !isPublisher(candidate))) {
        for (const granted of permissionsOf(user).publish) {
          expect(stored.filter((subject) => subjectsOverlap(subject, granted))).toEqual([]);
        }
      }
    }),
  );
});

test("properties - a publisher publishes events by name only", () => {
  fc.assert(
    fc.property(anyContract, ({ users, events }) => {
      const names = events.map(({ subject }) => subject);
      for (const user of users.filter(isPublisher)) {
        const others = permissionsOf(user).publish.filter((subject) => !names.includes(subject));
        expect(
          others.filter((subject) => !/^\$JS\.API\.(INFO|STREAM\.INFO\.[^.*>]+)$/.test(subject)),
        ).toEqual([]);
      }
    }),
  );
});

test("properties - rendering again gives the same text", () => {
  fc.assert(
    fc.property(anyContract, ({ users }) => renderAccounts(users) === renderAccounts(structuredClone(users))),
  );
});

test("properties - nats-server takes the configuration of random contracts", () => {
  const dir = temporaryDir();
  // Words that the configuration reads as something else where they stand unquoted.
  const names = ["on", "no", "true", "include"];
  const listeners = names.map((name) => ({ name, grants: [subscribe(authEvents, ["auth.user.*"])] }));
  for (const contract of [{ users: listeners }, ...fc.sample(anyContract, 20)]) {
    const publicKeys = Object.fromEntries(
      contract.users.map(({ name }) => [name, createUser().getPublicKey()]),
    );
    const file = writeContract(contract, { dir, port: ports.nats.client, publicKeys });
    execFileSync(join(toolchainBinDir, "nats-server"), ["-t", "-c", file], { stdio: "pipe" });
  }
});

test("properties - a live server judges as the grants do for random contracts", async () => {
  for (const contract of fc.sample(anyContract, 3)) {
    const server = await startContractServer(contract);
    const attempts = attemptsOn(contract);
    for (const user of contract.users) {
      const refused = await refusedBy(await server.connectAs(user), attempts);
      const allowed = attempts.filter((attempt) => expected(user, attempt)).map(nameOf);
      expect(attempts.map(nameOf).filter((attempt) => !refused.has(attempt))).toEqual(allowed);
    }
  }
});

const token = fc.constantFrom("a", "b", "*");
const subject = fc
  .tuple(fc.array(token, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([tokens, open]) => [...tokens, ...(open ? [">"] : [])].join("."));
const literals = ["a", "b"].flatMap((one) => [one, ...["a", "b"].flatMap((two) => [`${one}.${two}`])]);

test("properties - subjects that contain or overlap each other do so for every literal subject", () => {
  const permissions = (pattern: string) => ({ publish: { allow: [pattern] }, subscribe: { deny: [">"] } });
  const matched = (pattern: string) =>
    literals.filter((each) =>
      matches(permissions(pattern), { operation: "publish", subject: each, meaning: { kind: "nobody" } }),
    );
  fc.assert(
    fc.property(subject, subject, (one, other) => {
      const [ones, others] = [matched(one), matched(other)];
      if (isWithin(one, other)) expect(others).toEqual(expect.arrayContaining(ones));
      if (ones.some((each) => others.includes(each))) expect(subjectsOverlap(one, other)).toBe(true);
    }),
  );
});
