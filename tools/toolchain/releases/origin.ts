import { UserError } from "../../lib/errors";

/** Where release files are asked for: where their makers publish them, at a mirror, or nowhere. */
export type Origin =
  | { readonly kind: "makers" }
  | { readonly kind: "mirror"; readonly url: string }
  | { readonly kind: "nowhere" };

/** What RELEASES says. A checksum is worth what the way it came is, so a mirror speaks TLS. Throws UserError. */
export function readOrigin({ RELEASES: given = "" }: NodeJS.ProcessEnv): Origin {
  if (given === "") return { kind: "makers" };
  if (given === "none") return { kind: "nowhere" };
  const url = URL.parse(given);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "127.0.0.1");
  if (isSafe) return { kind: "mirror", url: given.replace(/\/+$/, "") };
  throw new UserError(
    `RELEASES is ${JSON.stringify(given)}`,
    "Set it to the https URL of a mirror that has the files by host and path (https://mirror.example.com/github.com/…), " +
      "to `none` to build everything from source, or leave it out.",
  );
}

/** Where `url` is asked for: a mirror has the files of each host in a folder of the host's name. */
export function locationOf(url: string, origin: Origin): string {
  return origin.kind === "mirror" ? url.replace(/^https:\//, origin.url) : url;
}
