import { main } from "../lib/main";
import { ensureTools } from "../toolchain";
import { nodeTools } from "../up";

main(async () => {
  await ensureTools(nodeTools, console.log);
});
