import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import type { ProcessName } from "../layout";

/** A process of the cluster: what to run and when it is ready to be used. */
export interface ProcessSpec {
  readonly name: ProcessName;
  /** Absolute path of the binary. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files read at start: a change in one of them restarts the process. */
  readonly files?: readonly string[];
  /** Whether it does its job, e.g. its health endpoint answers. */
  readonly ready: () => Promise<boolean>;
}

/** A fingerprint of what runs: binary, arguments, environment and configuration. */
export function fingerprint(spec: ProcessSpec): string {
  const files = (spec.files ?? []).map((path) => readFileSync(path, "utf8"));
  const parts = [realpathSync(spec.command), spec.args, spec.env ?? {}, files];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
