/** How many of each a large contract has. */
export const largeContract = { streams: 50, consumers: 500, users: 500 } as const;

/**
 * The text of a `stream-config/index.ts` with many streams, consumers and users, two of whom reach all of it and each
 * other reads one consumer. It takes the place of the real one, whose other files it uses. `maxAge` and `filter` are
 * there to be changed.
 */
export function largeContractIndex({ maxAge, filter }: { maxAge: string; filter: string }): string {
  return `import { Type } from "typebox";
import { authEvents } from "./streams/auth-events";
import { analytics } from "./consumers/analytics";

export * from "./acl/accounts";
export * from "./acl/connection";
export * from "./acl/permissions";

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

export const streams = numbers(${largeContract.streams}).map((number) => ({
  ...authEvents,
  name: \`stream-\${number}\`,
  subjects: [\`area-\${number}.*\`],
  maxAge: "${maxAge}",
}));

export const consumers = numbers(${largeContract.consumers}).map((number) => ({
  ...analytics,
  name: \`consumer-\${number}\`,
  stream: \`stream-\${number % ${largeContract.streams}}\`,
  filterSubjects: [\`area-\${number % ${largeContract.streams}}.${filter}\`],
}));

const ofAll = (verb: "manage" | "observe") =>
  streams.map((stream) => ({
    verb,
    stream,
    consumers: consumers.filter((consumer) => consumer.stream === stream.name),
  }));

export const users = [
  { name: "admin", grants: ofAll("manage") },
  { name: "observer", grants: ofAll("observe") },
  ...consumers.slice(2).map((consumer, number) => ({
    name: \`user-\${number}\`,
    grants: [{ verb: "consume", consumer } as const],
  })),
];

export const events = streams.flatMap((stream, number) =>
  ["created", "changed"].map((name) => ({
    subject: \`area-\${number}.\${name}\`,
    description: name,
    example: { id: "1", email: "test@example.com" },
    schema: Type.Object({ id: Type.String(), email: Type.String({ personalData: name === "changed" }) }),
  })),
);
`;
}
