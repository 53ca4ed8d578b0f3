import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { audit } from "./audit";

/** `npm run advisories`: which packages in use have a published advisory. */
main(async () => {
  const { output, status } = audit(projectDir);
  console.log(output);
  process.exitCode = status;
});
