import { UserError } from "../../lib/errors";
import type { Report } from "../../lib/steps";
import { runLogged } from "../build-tool";
import type { Builder } from "./builder";

/**
 * The image by the digest that its registry has it under now, e.g. "docker.io/library/node@sha256:…"; as it is given where
 * the registry can't be asked, and then a copy that is here will do, or the build says why not.
 */
export async function byDigest(
  builder: Builder,
  image: string,
  platform: string | undefined,
  report: Report,
): Promise<string> {
  try {
    await runLogged(builder.program, builder.pull(image, platform));
    const digest = digestIn(await runLogged(builder.program, builder.inspect(image)), image);
    return digest === undefined ? image : `${repositoryIn(image)}@${digest}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    report(`${image} can't be pulled; a copy that is here will have to do`);
    return image;
  }
}

/** The digest in what `inspect` prints: a list with `RepoDigests`, or buildah's `FromImageDigest`. */
export function digestIn(text: string, image: string): string | undefined {
  const inspected: unknown = JSON.parse(text);
  const { RepoDigests: digests = [], FromImageDigest: digest } = (
    Array.isArray(inspected) ? inspected[0] : inspected
  ) as { RepoDigests?: readonly string[]; FromImageDigest?: string };
  const [, name = ""] = /([^/]+)$/.exec(repositoryIn(image)) ?? [];
  const named = digests
    .map((each) => each.split("@"))
    .find(([repository]) => repository?.split("/").at(-1) === name);
  return digest || named?.[1];
}

/** The reference without its tag, which follows a colon after the last slash. */
function repositoryIn(image: string): string {
  return image.replace(/:[^/:]+$/, "");
}
