import { expect, test } from "vitest";
import { NatsSyntaxError, parseNats } from "../../../infra/nats-conf/parse";

test.each([
  ["three separators", "a: 1\nb = 2\nc 3", { a: 1, b: 2, c: 3 }],
  ["blocks with and without a separator", "a { b: c }\nd: { e: f }", { a: { b: "c" }, d: { e: "f" } }],
  ["lists across lines and with commas", 'a: [x, "y z"\n w]', { a: ["x", "y z", "w"] }],
  ["addresses and URLs", "a: 0.0.0.0:4222, b: [tls://h:1]", { a: "0.0.0.0:4222", b: ["tls://h:1"] }],
  ["comments", "# x\na: 1 // y\n// z\n", { a: 1 }],
  ["switches", "a: true, b: off, c: Yes", { a: true, b: false, c: true }],
  ["quotes", `"a": "x \\"y\\"", 'b': '>'`, { a: 'x "y"', b: ">" }],
  ["a variable of a block around it", "K: U1\na { b: $K }", { K: "U1", a: { b: "U1" } }],
  ["a variable of the environment", "a: $POD_NAME", { a: "$POD_NAME" }],
  ["no variable in quotes", 'JS: 1\na: "$JS"', { JS: 1, a: "$JS" }],
])("NATS configuration - reads %s", (_, text, expected) => {
  expect(parseNats(text)).toEqual(expected);
});

test.each([
  ["a block", "a: 1\nb {\nc: 2\n", 4],
  ["a list", "a: [1,\n2", 2],
  ["a quote", 'a: 1\nb: "x', 2],
  ["a closing brace too many", "a: 1\n}", 2],
])("NATS configuration - names the line when %s does not fit", (_, text, line) => {
  expect(() => parseNats(text)).toThrow(new NatsSyntaxError(line));
});
