import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authEvents, authEventsDlq, authEventsReplay, toSeconds } from "../../stream-config";
import { projectDir } from "../../tools/lib/paths";

test("docs/EVENTS.md - says how long personal data can stay in NATS, as the streams have it", () => {
  const days = ({ maxAge }: { readonly maxAge: string }) => toSeconds(maxAge) / 86_400;
  const [dead, again] = [days(authEventsDlq), days(authEventsReplay)];
  const text = readFileSync(join(projectDir, "docs/EVENTS.md"), "utf8").replaceAll("\n", " ");
  expect(again).toBe(1);
  expect(text).toContain(`for up to ${dead} days more, an event that is given again for one day`);
  expect(text).toContain(`at the latest ${days(authEvents) + dead + again} days after its event`);
});
