import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseOptions } from "../../lib/args";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { columns, renderPicture } from "../../lib/picture";
import { run } from "../../lib/run";

const path = "docs/images/up.svg";

/** `npm run picture`: the picture of `make up`, which runs in a terminal of its own (`script`, of util-linux), or of what it printed. */
main(async () => {
  const { values } = parseOptions(
    { options: { from: { type: "string" } } },
    "Name a file that has what `make up` printed by --from, or nothing.",
  );
  const printed = values.from === undefined ? await printedByUp() : readFileSync(values.from, "utf8");
  writeFileSync(join(projectDir, path), renderPicture("make up", anywhere(printed)));
  console.log(`wrote ${path}`);
});

function printedByUp(): Promise<string> {
  const command = `stty cols ${columns} && make --no-print-directory up`;
  return run("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd: projectDir });
}

/** Says nothing of the machine on which it ran. */
function anywhere(printed: string): string {
  return printed.replaceAll(projectDir, ".").replaceAll(homedir(), "~");
}
