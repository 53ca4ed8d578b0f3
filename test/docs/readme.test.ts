import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { userRegistered } from "../../stream-config";
import { renderGuide } from "../../tools/commands/dev/guide";
import { readPorts } from "../../tools/commands/dev/ports";
import { projectDir } from "../../tools/lib/paths";

const readme = readFileSync(join(projectDir, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```\n(.*?)^```$/gms)].map(([, block = ""]) => block);

test("README.md - begins with `make dev` and what it says to do next", () => {
  const [dev, commands = ""] = blocks;
  expect(dev).toBe("make dev\n");
  const guide = renderGuide("", readPorts({}), 1).replaceAll(/\n +/g, "\n");
  for (const line of commands.trim().split(/\n */)) expect(guide).toContain(`\n${line}\n`);
});

test("README.md - shows events as the contract has them", () => {
  const events = blocks
    .flatMap((block) => block.match(/^\{\n.*?^\}$/gms) ?? [])
    .map((text) => JSON.parse(text));
  expect(events).toHaveLength(2);
  for (const { subject, data, metadata } of events) {
    expect(subject).toBe(userRegistered.subject);
    expect(Value.Check(userRegistered.schema, data)).toBe(true);
    expect(Object.keys(metadata)).toEqual(["service", "version", "environment"]);
  }
});

test("README.md - names the version of Go that is needed", () => {
  const go = readFileSync(join(projectDir, "tools/toolchain/nats-server/go.mod"), "utf8").match(
    /^go (\d+\.\d+)/m,
  );
  expect(readme).toContain(`Go ${go?.[1]} or later`);
});

test("README.md - has no table that is wider than a page", () => {
  for (const [row] of readme.matchAll(/^\|.*$/gm)) expect(row.length).toBeLessThanOrEqual(120);
});
