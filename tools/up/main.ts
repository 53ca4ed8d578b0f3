import { main } from "../main";
import { readTarget } from "../target";
import { bringUp } from ".";
import { renderSummary } from "./summary";

main(async () => {
  const target = readTarget();
  const { steps, proof } = await bringUp(target);
  console.log(`\n${renderSummary(target, steps, proof)}`);
});
