import type { ResourceRule } from "../rule";
import { at, isOrWillBe } from "../values";

/** Fields that keep a stream's messages, with the provider's defaults and what to write. */
const demanded = [
  { field: "replicas", fallback: 1, good: [3, 5], because: "a server that dies takes no message with it" },
  {
    field: "storage",
    fallback: "file",
    good: ["file"],
    because: "messages outlive a restart of all servers",
  },
  {
    field: "deletionPolicy",
    fallback: "retain",
    good: ["retain"],
    because:
      "its messages stay when it is declared no more (`onDestroy: retain` in the stack's configuration)",
  },
] as const;

/** A stream is data. */
export const protectedStreams: ResourceRule = {
  name: "protected-streams",
  description: "Streams have three copies in files, and stay when they are declared no more.",
  scope: "resource",
  check: ({ type, name, props }) =>
    type === "authstack:jetstream:Stream"
      ? demanded.flatMap(({ field, fallback, good, because }) => {
          const value = at(props, field) ?? fallback;
          if (isOrWillBe(value, ...good)) return [];
          return [
            `Stream ${JSON.stringify(name)} has ${field} ${JSON.stringify(value)}. ` +
              `Set it to ${good.map((each) => JSON.stringify(each)).join(" or ")}, so that ${because}.`,
          ];
        })
      : [],
};
