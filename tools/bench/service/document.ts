import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../lib/paths";

const path = join(projectDir, "docs/performance.md");
const marks = ["<!-- measured: begin -->", "<!-- measured: end -->"] as const;

/** Puts the results into docs/performance.md in place of the last ones. */
export function writeDocument(results: string): void {
  const [begin, end] = marks;
  const [before = "", rest = ""] = readFileSync(path, "utf8").split(begin);
  const [, after = ""] = rest.split(end);
  writeFileSync(path, `${before}${begin}\n\n${results}\n\n${end}${after}`);
}
