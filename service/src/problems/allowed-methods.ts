import type { RouteOptions } from "fastify";

/** Which methods each path has: what a request with another one is told. */
export class AllowedMethods {
  readonly #routes: { readonly methods: readonly string[]; readonly path: RegExp }[] = [];

  /** Takes note of a route (`onRoute` hook). */
  add({ method, url }: Pick<RouteOptions, "method" | "url">): void {
    this.#routes.push({ methods: [method].flat(), path: pathPattern(url) });
  }

  /** Methods of the path, in the order of their routes; none when nothing has this path. */
  of(path: string): readonly string[] {
    const matching = this.#routes.filter((route) => route.path.test(path));
    return [...new Set(matching.flatMap(({ methods }) => methods))];
  }
}

/** A parameter stands for one segment, and `*` for all that follows. */
function pathPattern(url: string): RegExp {
  const pattern = url
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/:\w+/g, "[^/]+")
    .replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`);
}
