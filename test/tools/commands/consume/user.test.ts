import { expect, test } from "vitest";
import { consumingUser } from "../../../../tools/commands/consume/user";

test("consume - takes who consumes events", () => {
  expect(consumingUser("notifications")).toBe("notifications");
});

test.each([
  ["", "No user is named"],
  ["bilings", 'USER "bilings" is no user'],
  // Neither reads events: the one reads no durable, the other advisories.
  ["observer", 'USER "observer" is no user'],
  ["dead-letters", 'USER "dead-letters" is no user'],
])("consume - refuses %j, and names who there is", (given, message) => {
  const refused = expect.objectContaining({
    name: "UserError",
    message: expect.stringContaining(message),
    fix: expect.stringMatching(/\bnotifications\b.*docs\/add-a-consumer\.md/),
  });
  expect(() => consumingUser(given)).toThrow(refused);
});
