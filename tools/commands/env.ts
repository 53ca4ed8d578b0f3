import { main } from "../lib/main";
import { stackEnvironment } from "../stack/pulumi";
import { readTarget } from "../stack/target";

/** Prints shell commands that make `kubectl` and `pulumi` work on the stack: `eval "$(make -s env)"`. */
main(async () => {
  for (const [name, value] of Object.entries(stackEnvironment(readTarget()))) {
    console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  }
});
