import { expect, test } from "vitest";
import { makeCheckout } from "./checkout";

test("review - nothing changed: status 0", async () => {
  const { runReview } = await makeCheckout();
  expect(await runReview("--base", "base")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("The contract is the same."),
    stderr: "",
  });
});

test("review - a risky change: status 3, and no colours where there is no terminal", async () => {
  const { edit, runReview } = await makeCheckout();
  edit("streams/auth-events.ts", 'maxAge: "7d"', 'maxAge: "1d"');
  const { status, stdout } = await runReview("--base", "base");
  expect(status).toBe(3);
  expect(stdout).toContain('stream auth-events: `maxAge` `"7d"` → `"1d"`');
  expect(stdout).not.toContain("\u001b");
});

test("review - a wider filter names the user and the personal data that it gets", async () => {
  const { edit, review } = await makeCheckout();
  edit("consumers/notifications.ts", '"auth.user.registered"', '"auth.user.*"');
  const { status, output } = await review("--base", "base", "--format", "markdown");
  expect(status).toBe(3);
  expect(output).toContain(
    "`notifications` can now read every message of `auth-events`, through the durable `notifications`, including personal data: `email` (`auth.user.logged_in`), `ip` (`auth.user.logged_in`)",
  );
});

test("review - a contract that can't be deployed: every problem at once, status 4", async () => {
  const { edit, review } = await makeCheckout();
  edit("streams/auth-events.ts", 'duplicateWindow: "10m"', 'duplicateWindow: "8d"');
  edit("consumers/analytics.ts", "maxDeliver: 10", "maxDeliver: 0");
  const { status, output } = await review("--base", "base");
  expect(status).toBe(4);
  expect(output).toContain('streams.auth-events.duplicateWindow: "8d" is longer than maxAge "7d"');
  expect(output).toContain("consumers.analytics.maxDeliver: 0 is not a count");
  expect(output).toContain("stream auth-events: `duplicateWindow`");
});
