import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sessionsPerUser } from "../../service/src/store/sessions";
import {
  knownClients,
  registrationLimits,
  type ThrottleLimit,
  throttleLimits,
} from "../../service/src/store/throttle-limits";
import { type Env, parseEnv } from "../../stream-config/environment/env";

const docs = join(__dirname, "../../docs");
const text = readFileSync(join(docs, "security.md"), "utf8");
const prose = text.replaceAll(/\n */g, " ");
const [beforeEnd = "", end = ""] = text.split("## Requirements that are not met");

/** Cells of the table rows of a text. */
function rowsOf(part: string): string[][] {
  return [...part.matchAll(/^\|(.*)\|$/gm)].map(([, row = ""]) =>
    row.split(" | ").map((cell) => cell.trim()),
  );
}

/** Points of the list of requirements, each with what is below it. */
function points(part: string): string[] {
  return part
    .split(/\n(?=- |\n)/)
    .map((point) => point.trim())
    .filter((point) => /^- \*\*\d/.test(point));
}

/** Numbers of the requirements of a text, in its order. */
function requirements(part: string): string[] {
  return points(part).flatMap((point) => point.split(/[^\d.]+[A-Z]/)[0]?.match(/\d+\.\d+\.\d+/g) ?? []);
}

const links = [...text.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)];

test.each(links.map(([, title = "", path = ""]) => ({ title, path })))(
  "docs/security.md - $path has the test '$title'",
  ({ title, path }) => {
    const source = readFileSync(join(docs, path), "utf8");
    expect(source.includes(JSON.stringify(title)), "name the test that shows it now").toBe(true);
  },
);

test("docs/security.md - each requirement that is met stands there once, in order, with a test", () => {
  const numbers = requirements(beforeEnd);
  expect(numbers.length).toBeGreaterThan(80);
  expect(numbers).toEqual([...new Set(numbers)].sort(byNumber));
  for (const point of points(beforeEnd)) expect(point).toMatch(/\n {2}- \[.*\]\(\.\.\/test\//);
});

test("docs/security.md - a point of a list of tests is one test, and no table is wider than a page", () => {
  for (const [line] of text.matchAll(/^ +- .*\]\(\.\.\/test\/.*$/gm))
    expect(line).toMatch(/^ {2}- \[[^\]]*\]\([^)]*\)$/);
  for (const [row] of text.matchAll(/^\|.*$/gm)) expect(row.length).toBeLessThanOrEqual(120);
});

test("docs/security.md - says what is not met", () => {
  expect(requirements(end)).toEqual(expect.arrayContaining(["6.3.3", "6.4.3", "7.5.2"]));
});

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

test("docs/security.md - states the limits that the service has", () => {
  const rows = new Map(rowsOf(beforeEnd).map(([name = "", ...cells]) => [name, cells]));
  const { client, account, network } = throttleLimits;
  const minutes = (milliseconds: number) => `${milliseconds / 60_000} min`;
  const hours = (milliseconds: number) => `${milliseconds / 3_600_000} h`;
  const stated = (told: (limit: ThrottleLimit) => string) => [client, account, network].map(told);
  const most = network.most.toLocaleString("en");
  expect(rows.get("wrong passwords that cost nothing")).toEqual([
    ...[client, account].map(({ allowance }) => String(allowance)),
    `${network.allowance} to ${most}`,
  ]);
  expect(rows.get("longest wait")).toEqual(stated(({ longest }) => minutes(longest)));
  expect(rows.get("all of those are forgotten within")).toEqual(stated(({ memory }) => hours(memory)));
  expect(prose).toContain(`allowance grows by ${network.perAccount} with each account`);
  expect(prose).toContain(`is known for ${knownClients.network / 86_400_000} days after a login`);
  const { tried, taken } = registrationLimits(parseEnv({}).values.REGISTRATIONS_PER_HOUR);
  expect(prose).toContain(`A network may try ${tried.allowance} registrations an hour`);
  expect(prose).toContain(`${taken.allowance} of them for taken addresses`);
  expect(prose).toContain(`A user may have up to ${sessionsPerUser} sessions`);
});

test("docs/security.md - states the lifetimes that are the default", () => {
  const { values } = parseEnv({});
  const variables = [
    "ACCESS_TOKEN_TTL",
    "REFRESH_TOKEN_TTL",
    "SESSION_TTL",
    "REFRESH_REPEAT_WINDOW",
  ] as const;
  const stated = rowsOf(beforeEnd).flatMap(([, lasts = "", variable = ""]) =>
    variables.filter((name) => variable === `\`${name}\``).map((name) => [name, lasts] as const),
  );
  expect(stated).toEqual(variables.map((name: keyof Env) => [name, values[name]]));
  const every = values.REFRESH_INTERVAL.replace("s", " s");
  expect(text).toContain(`${values.REFRESH_BURST} times at once and then once every ${every}`);
});

test("docs/security.md - states how many passwords are on the list", async () => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const passwords = dictionary["passwords-common"];
  const longer = (least: number) => passwords.filter(({ length }) => length >= least).length;
  const [all, eight] = [passwords.length, longer(8)].map((count) => count.toLocaleString("en"));
  expect(text).toContain(`(${all}, from breaches)`);
  expect(prose).toContain(`${eight} of at least 8 characters; of at least 15 the list has ${longer(15)}`);
});
