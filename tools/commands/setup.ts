import { main } from "../lib/main";
import { imageBuilding, install, servers } from "../toolchain/requirements";

/** Gets and installs what `make dev` and the fast tests run. */
main(async () => {
  for (const requirements of [servers, imageBuilding]) await install(requirements, console.log);
  console.log("All that `make dev` and the fast tests run is there.");
});
