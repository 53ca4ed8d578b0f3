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
