import { bytesText } from "../../../stream-config";

const pause = 2_000;

/** Adds up bytes and tells the sum, `… 12.3 MB of 98 MB`, at most every two seconds. `total` is undefined when unknown. */
export function progress(doing: string, total: number | undefined, tell: (message: string) => void) {
  let done = 0;
  let told = Date.now();
  return (bytes: number): void => {
    done += bytes;
    if (Date.now() - told < pause) return;
    told = Date.now();
    tell(`${doing}: ${bytesText(done)}${total === undefined ? "" : ` of ${bytesText(total)}`}`);
  };
}
