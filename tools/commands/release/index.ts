import { parseOptions } from "../../lib/args";
import { UserError } from "../../lib/errors";
import { main } from "../../lib/main";
import { projectDir } from "../../lib/paths";
import { release } from "./release";

const usage = "Use `npm run release -- 0.2.0`.";

/** Makes a release of the checkout, and pushes nothing. */
main(async () => {
  const { positionals } = parseOptions({ allowPositionals: true }, usage);
  const [version, ...others] = positionals;
  if (version === undefined || others.length > 0) throw new UserError("one version is needed", usage);
  await release({ dir: projectDir, version, date: new Date().toISOString().slice(0, 10) });
  console.log(`v${version} is committed and tagged. Push both: git push --follow-tags`);
});
