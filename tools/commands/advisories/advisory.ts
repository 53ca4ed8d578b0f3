import { type Static, Type } from "typebox";
import { Value } from "typebox/value";

const advised = Type.Object({
  title: Type.String(),
  url: Type.String(),
  severity: Type.String(),
  range: Type.String({ description: "the versions that it is about" }),
});

/** What `npm audit --json` answers (npm 7 or later), as far as it is used here. */
const answerSchema = Type.Object({
  vulnerabilities: Type.Record(
    Type.String(),
    Type.Object({
      nodes: Type.Array(Type.String({ description: "a place in the lock file" })),
      // A text names another package, by which this one is affected.
      via: Type.Array(Type.Union([Type.String(), advised])),
    }),
  ),
});

/** An advisory about a package in use. */
export interface Advisory extends Pick<Static<typeof advised>, "title" | "url" | "severity"> {
  readonly name: string;
  readonly version: string;
  readonly fixedIn: string;
}

/** A lock file, as far as it is used here. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Advisories that an audit found, by package and version; undefined when the answer is none, but an error. */
export function readAdvisories(answer: unknown, { packages }: Lock): Advisory[] | undefined {
  if (!Value.Check(answerSchema, answer)) return undefined;
  return Object.entries(answer.vulnerabilities).flatMap(([name, { nodes, via }]) => {
    const versions = new Set(nodes.map((node) => packages[node]?.version ?? "unknown"));
    const found = via.filter((each) => typeof each !== "string");
    return [...versions].flatMap((version) =>
      found.map(({ range, title, url, severity }) => ({
        ...{ name, version, title, url, severity },
        fixedIn: fixedIn(range),
      })),
    );
  });
}

/** The first versions after those of a range: "<1.2.3 || >=2.0.0 <2.1.0" is fixed in 1.2.3 and 2.1.0. */
export function fixedIn(range: string): string {
  const ends = [...range.matchAll(/<(=?)\s*([\w.+-]+)/g)];
  if (ends.length === 0) return "no version";
  return ends.map(([, included, version]) => (included === "=" ? `after ${version}` : version)).join(", ");
}

/** A line for each advisory: package, version, how severe, where it is told, the versions that have the fix. */
export function describeAdvisories(advisories: readonly Advisory[]): string {
  return advisories
    .map(
      ({ name, version, severity, title, url, fixedIn }) =>
        `${name} ${version}: ${title} (${severity}), ${url}; fixed in: ${fixedIn}`,
    )
    .join("\n");
}
