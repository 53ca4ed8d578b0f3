import { beforeAll, expect, test } from "vitest";
import { loadBlocklist, noBlocklist, type PasswordBlocklist } from "../../../service/src/passwords/blocklist";

const owner = { email: "jane.roe-77@corp.example.com", name: "Jane María Roe" };

let blocks: PasswordBlocklist;

beforeAll(async () => {
  blocks = await loadBlocklist(8, ["auth.umbrella.example", "Road Runner"]);
});

test.each(["password123", "PassWord123", "qwertyuiop", "12345678", "iloveyou", "ｐａｓｓｗｏｒｄ"])(
  "blocklist - %s is common, whatever its case and form",
  (password) => {
    expect(blocks(password, owner)).toBe(true);
  },
);

test.each([
  ["jane.roe-77@corp.example.com", "the address"],
  ["Jane.Roe-77", "its local part"],
  ["jane.roe-77!", "the local part and a sign"],
  ["janeroe77", "the local part written as one word"],
  ["2026example!", "a part of the address's domain"],
  ["JaneMaríaRoe", "the name written as one word"],
  ["María19841984", "a name and a year"],
  ["Umbrella#2026", "a part of a host"],
  ["auth-service1", "the service's name"],
  ["roadrunner!!", "a word of the configuration"],
])("blocklist - %s is %s", (password) => {
  expect(blocks(password, owner)).toBe(true);
});

test.each([
  "password123 and then some",
  "jane likes purple otters",
  "9f1c2ab7e0d4",
  "roe 83920174 627",
  "correct horse battery staple",
])("blocklist - %s is a password like any other: only whole ones are compared", (password) => {
  expect(blocks(password, owner)).toBe(false);
});

test("blocklist - a user without a word to guess from changes nothing", () => {
  expect(blocks("8362-9174-0", { email: "1@2.3", name: "-" })).toBe(false);
});

test("blocklist - holds the 3,000 most common passwords that a policy allows, and many more", async () => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const allowed = dictionary["passwords-common"].filter(({ length }) => length >= 8);
  expect(allowed.length).toBeGreaterThan(15_000);
  expect(allowed.every((password) => blocks(password, owner))).toBe(true);
});

test("blocklist - switched off, everything passes", () => {
  expect(noBlocklist("password", owner)).toBe(false);
});
