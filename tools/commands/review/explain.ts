import { sep } from "node:path";

/** Why a source can't be loaded, in one line, with the file and line of it below `dir`. */
export function explainLoading(error: unknown, dir: string): string {
  if (!(error instanceof Error)) return `it throws ${JSON.stringify(error)}`;
  const [message = "", ...more] = error.message.split("\n").filter((line) => line !== "");
  const requiredBy = more.find((line) => line.startsWith("- "))?.slice(2);
  const place = requiredBy ?? placeIn(error.stack ?? "", dir);
  const told = message.replaceAll(`${dir}${sep}`, "");
  if (place === undefined || message.includes(place)) return told;
  return `${told} (in ${place.replace(`${dir}${sep}`, "")})`;
}

/** The first place below the folder on the way to an error. */
function placeIn(stack: string, dir: string): string | undefined {
  return stack
    .split("\n")
    .map((line) => /\(?(\/[^()]+:\d+):\d+\)?$/.exec(line)?.[1])
    .find((place) => place?.startsWith(`${dir}${sep}`) && !place.includes("node_modules"));
}
