import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { main } from "../lib/main";
import { cacheDir, logDir } from "../lib/paths";
import { Steps } from "../lib/steps";
import { readTarget } from "../stack/target";
import { takeDown } from "../up/take-down";

/** Removes what `make up` made. */
main(async () => {
  const target = readTarget();
  mkdirSync(logDir, { recursive: true });
  const title = target.kind === "node" ? "Removing the node and all data on it" : "Stack: pulumi destroy";
  await new Steps(1, join(logDir, "down.log")).run(title, (report) => takeDown(target, report));
  console.log(`Kept for the next time: ${cacheDir}`);
});
