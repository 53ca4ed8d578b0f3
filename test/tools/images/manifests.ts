import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { freePort } from "../../../tools/local/ports";
import { type OnFinished, temporaryDir } from "../../support/servers";

/** As much of a registry as tells which manifests it has. */
export interface Manifests {
  /** "127.0.0.1:port" */
  readonly host: string;
  /** A line of shell that gives it the image whose `push` its arguments are. */
  readonly onPush: string;
}

/** Starts one that has the manifests of these paths, and those that are pushed by `onPush`. */
export async function startManifests(
  finished: OnFinished,
  paths: readonly string[] = [],
): Promise<Manifests> {
  const pushed = join(temporaryDir(finished), "pushed");
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const known = () => (existsSync(pushed) ? readFileSync(pushed, "utf8").split("\n") : []);
  const has = (path: string) =>
    path === "/v2/" ||
    paths.includes(path) ||
    known().includes(path.replace(/^\/v2(.*)\/manifests\//, `${host}$1:`));
  const server = createServer(({ url = "" }, response) => response.writeHead(has(url) ? 200 : 404).end());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  finished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { host, onPush: `case "$1" in push) for last; do :; done; echo "$last" >>"${pushed}";; esac` };
}
