import { main } from "../lib/main";
import { readTarget } from "../stack/target";
import { bringUp } from "../up";
import { renderSummary } from "../up/summary";

main(async () => {
  const target = readTarget();
  const { steps, proof } = await bringUp(target);
  console.log(`\n${renderSummary(target, steps, proof)}`);
});
