import type { FilesCheck } from "./server";

/** Reads what `nats-server -t` printed. */
export function parseCheck(output: string): FilesCheck {
  const [, digest] = /is valid \((sha256:\w+)\)/.exec(output) ?? [];
  if (digest !== undefined) return { kind: "valid", digest };
  return { kind: "refused", reason: output.replace(/^nats-server: /, "").trim() };
}

/** The newest complaint about a reload in a server's log. */
export function findComplaint(log: string): string | undefined {
  return log
    .split("\n")
    .findLast((line) => line.includes("Failed to reload"))
    ?.replace(/^.*\[ERR\] /, "");
}
