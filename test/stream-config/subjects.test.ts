import { expect, test } from "vitest";
import { hasWildcard, isSubject, isWithin, subjectsOverlap } from "../../stream-config";

test.each([
  ["auth.user.registered", "auth.user.*", true],
  ["auth.user.*", "auth.user.*", true],
  ["auth.user.*", "auth.>", true],
  ["auth.>", "auth.user.*", false],
  ["auth.>", "auth.*", false],
  ["auth", "auth.>", false],
  ["auth.user", "auth.user.>", false],
  ["auth.user.registered", "auth.user", false],
  ["*.user", "auth.user", false],
])("subjects - %s within %s is %s", (inner, outer, expected) => {
  expect(isWithin(inner, outer)).toBe(expected);
});

test.each([
  ["auth.*.registered", "auth.user.*", true],
  ["auth.>", "auth.user.*", true],
  ["auth.user", "auth.>", true],
  ["auth", "auth.>", false],
  ["auth.user.*", "auth.*", false],
  ["auth.user", "auth.team", false],
  [">", "auth", true],
  ["*.user", "auth.>", true],
])("subjects - %s and %s overlap is %s", (one, other, expected) => {
  expect(subjectsOverlap(one, other)).toBe(expected);
  expect(subjectsOverlap(other, one)).toBe(expected);
});

test.each(["a", "a.b", "*", ">", "a.*.>", "$JS.API", "a-b_c"])("subjects - %j is one", (subject) => {
  expect(isSubject(subject)).toBe(true);
});

test.each(["", ".", "a.", ".a", "a..b", "a b", "a.>.b", "a*", "a.b>", "a\n"])(
  "subjects - %j is none",
  (subject) => {
    expect(isSubject(subject)).toBe(false);
  },
);

test("subjects - wildcards are tokens of their own", () => {
  expect(["a.*", ">", "a.>"].every(hasWildcard)).toBe(true);
  expect(hasWildcard("a.b")).toBe(false);
});
