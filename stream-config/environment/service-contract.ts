import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Contract } from "../contract";
import { authEvents } from "../streams/auth-events";

const schema = Type.Object({
  consumers: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1 }),
      filterSubjects: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    }),
  ),
});

/**
 * What the running service has to know of a contract that may be newer than its image: the durables on which others get
 * events, whose lag it measures and which can be given events again. It comes by a file, named by `CONTRACT_FILE`.
 */
export type ServiceContract = Static<typeof schema>;

/** The file for a service of a stack with this contract. */
export function renderServiceContract({ consumers }: Pick<Contract, "consumers">): string {
  const ofEvents = consumers.filter(({ stream }) => stream === authEvents.name);
  const known = ofEvents.map(({ name, filterSubjects }) => ({ name, filterSubjects: [...filterSubjects] }));
  return `${JSON.stringify({ consumers: known } satisfies ServiceContract, null, 2)}\n`;
}

/** Reads such a file; undefined when it is none. What a newer contract says besides is left alone. */
export function parseServiceContract(text: string): ServiceContract | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Value.Check(schema, parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
