import { clusterTools } from "../cluster/up";
import { main } from "../lib/main";
import { ensureTools } from "../toolchain";
import { stackTools } from "../up";

main(async () => {
  await ensureTools([...clusterTools, ...stackTools], console.log);
});
