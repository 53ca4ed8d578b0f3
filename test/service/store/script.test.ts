import { expect, test } from "vitest";
import { type Script, script } from "../../../service/src/store/script";
import { shareStack, startApp } from "../support";

const stack = shareStack();

const put = script(
  { name: "put", keys: ["firstKey", "secondKey"], args: ["colour", "count"], rest: "others" },
  "return {firstKey, secondKey, colour, count, unpack(others)}",
  (answer: string[]) => answer.join(" "),
);
const given = { count: 2, colour: "red", others: ["a", "b"], secondKey: "{k}2", firstKey: "{k}1" };

test("script - each name is a variable of the Lua, in whatever order they are given", async () => {
  const { app } = await startApp(stack.config);
  expect(await put(app.redis, given)).toBe("{k}1 {k}2 red 2 a b");
  expect(await put(app.redis, { ...given, others: [] })).toBe("{k}1 {k}2 red 2");
});

test("script - sends what KEYS and ARGV are to hold, and the Lua once per connection", async () => {
  const { app } = await startApp(stack.config);
  const sent: unknown[][] = [];
  const send = app.redis.sendCommand.bind(app.redis);
  app.redis.sendCommand = (command, ...more) => {
    const answer = send(command, ...more);
    sent.push([command.name, ...command.args.slice(1)]);
    return answer;
  };
  await put(app.redis, given);
  await put(app.redis, given);
  const values = ["2", "{k}1", "{k}2", "red", "2", "a", "b"];
  expect(sent.map(([name, ...args]) => [name, ...args.map(String)])).toEqual([
    ["eval", ...values],
    ["evalsha", ...values],
  ]);
});

test("script - runs also on a server that has forgotten it", async () => {
  const { app } = await startApp(stack.config);
  await put(app.redis, given);
  await app.redis.script("FLUSH");
  expect(await put(app.redis, given)).toBe("{k}1 {k}2 red 2 a b");
});

test("script - one of the same name has its own Lua", async () => {
  const { app } = await startApp(stack.config);
  const [one, other] = ["one", "other"].map((word) =>
    script({ name: "same", keys: ["someKey"] }, `return someKey .. '${word}'`, (answer: string) => answer),
  ) as [Script<{ someKey: string }, string>, Script<{ someKey: string }, string>];
  const answers = [await one(app.redis, { someKey: "k" }), await other(app.redis, { someKey: "k" })];
  expect([...answers, await one(app.redis, { someKey: "k" })]).toEqual(["kone", "kother", "kone"]);
});

test("script - what is missing or misspelt is an error of the types", () => {
  const { count, ...withoutCount } = given;
  const { firstKey, ...withoutFirst } = given;
  const calls = (redis: Parameters<typeof put>[0]) => [
    // @ts-expect-error an argument is missing
    put(redis, withoutCount),
    // @ts-expect-error a key is missing
    put(redis, withoutFirst),
    // @ts-expect-error an argument is misspelt
    put(redis, { ...withoutCount, cuont: count }),
    // @ts-expect-error there is a key too many
    put(redis, { firstKey, secondKey: "", colour: "", count, others: [], thirdKey: "" }),
    // @ts-expect-error a key is no number
    put(redis, { ...withoutFirst, firstKey: 1 }),
    // @ts-expect-error further arguments are a list
    put(redis, { ...given, others: "a" }),
  ];
  expect(calls).toBeTypeOf("function");
  // @ts-expect-error a key's name says that it is one
  expect(script({ name: "unclear", keys: ["user"] }, "return user")).toBeTypeOf("function");
});

test("script - a key or an argument that the Lua makes no use of is told where it is defined", () => {
  const define = () =>
    script({ name: "careless", keys: ["userKey"], args: ["nmae"] }, "return {userKey, name}");
  expect(define).toThrow("Script careless makes no use of nmae");
});
