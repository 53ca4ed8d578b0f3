import { expect, test } from "vitest";
import { isRead, readOf } from "../../../../infra/provider/api/api-call";

test.each([
  ["STREAM.INFO.auth-events", true],
  ["CONSUMER.INFO.auth-events.analytics", true],
  ["STREAM.CREATE.USER_INFO", false],
  ["STREAM.DELETE.INFO", false],
  ["CONSUMER.CREATE.INFO.INFO.auth.INFO", false],
  ["CONSUMER.PAUSE.S.INFO", false],
  ["STREAM.RESTORE.USER_INFO", false],
])("a call of the API - %s reads: %s", (call, reads) => {
  expect(isRead(call)).toBe(reads);
});

test.each([
  ["STREAM.UPDATE.USER_INFO", "STREAM.INFO.USER_INFO"],
  ["CONSUMER.CREATE.S.C.auth.user.*", "CONSUMER.INFO.S.C"],
  ["CONSUMER.DELETE.S.C", "CONSUMER.INFO.S.C"],
])("a call of the API - %s is about what %s reads", (call, read) => {
  expect(readOf(call)).toBe(read);
});
