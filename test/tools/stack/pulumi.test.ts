import { expect, test } from "vitest";
import { findDiagnostics } from "../../../tools/stack/pulumi";

test("pulumi - an error quotes the diagnostics, not the summary", () => {
  const output = [
    "Updating (local):",
    "Diagnostics:",
    "  pulumi:pulumi:Stack (auth-stack-local):",
    "    error: auth-stack:nats.replicas is 2",
    "",
    "Resources:",
    "    54 unchanged",
    "",
    "Duration: 2s",
  ].join("\n");
  expect(findDiagnostics(output)).toBe(
    "pulumi:pulumi:Stack (auth-stack-local):\n    error: auth-stack:nats.replicas is 2",
  );
});

test("pulumi - without diagnostics an error quotes the end of the output", () => {
  expect(findDiagnostics("error: no stack named 'x' found\n")).toBe("error: no stack named 'x' found");
});

test("pulumi - diagnostics at the very end are quoted whole", () => {
  expect(findDiagnostics("Diagnostics:\n  a\n  b\n")).toBe("a\n  b");
});
