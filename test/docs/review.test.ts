import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../tools/lib/paths";
import { makeCheckout } from "../tools/commands/review/checkout";

test("docs/streams-and-acls.md - its review is what the program says of that change", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'maxAge: "7d"', 'maxAge: "1d"');
  edit("consumers/notifications.ts", '"auth.user.registered"', '"auth.user.*"');
  edit("events/user-logged-out.ts", "{ userId, sessionId, timestamp, reason", "{ userId, timestamp, reason");
  const { output, status } = await review("--base", "base");
  const [, ...lines] = output.trim().split("\n");
  expect(status).toBe(4);
  expect(readFileSync(join(projectDir, "docs/streams-and-acls.md"), "utf8")).toContain(lines.join("\n"));
});
