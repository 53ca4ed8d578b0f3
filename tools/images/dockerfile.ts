/**
 * What a Dockerfile copies from its build context, as it is written there; https://docs.docker.com/reference/dockerfile/
 * Copies between stages and the exec form in brackets, which our Dockerfiles do not use, are left out.
 */
export function copiedPaths(dockerfile: string): string[] {
  return dockerfile
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([instruction, ...words]) =>
        instruction === "COPY" && !words.some((word) => word.startsWith("--from=")),
    )
    .flatMap(([, ...words]) => words.filter((word) => !word.startsWith("--")).slice(0, -1));
}

/** The default of a build argument. Throws when the Dockerfile gives it none. */
export function defaultOf(argument: string, dockerfile: string): string {
  const value = new RegExp(`^ARG ${argument}=(\\S+)$`, "m").exec(dockerfile)?.[1];
  if (value === undefined) throw new Error(`the Dockerfile has no default for ${argument}`);
  return value;
}
