import { Type } from "typebox";
import type { CheckContext, Checked, CheckFailure } from "../resource";

/** Input of every key: raise it to get a new one. */
export const generation = Type.Optional(
  Type.Integer({ minimum: 1, description: "Raise it to get a new value. Default 1." }),
);

/** Inputs that have a generation. */
interface WithGeneration {
  readonly generation?: number;
}

/** A key's inputs with the default generation; one that is lower than the recorded one is refused. */
export function checkGeneration(
  given: WithGeneration,
  { before, unknowns }: CheckContext<WithGeneration>,
): Checked {
  const inputs = { generation: 1, ...given };
  const recorded = before?.generation ?? 1;
  const isLower = !unknowns.has("generation") && inputs.generation < recorded;
  const failures = isLower ? [lowered(inputs.generation, recorded)] : [];
  return { inputs, failures };
}

function lowered(generation: number, recorded: number): CheckFailure {
  const reason =
    `${generation} is lower than ${recorded}, which it is now. That would not bring the old value back but make a new one; ` +
    `set it to ${recorded}, or to ${recorded + 1} for a new value`;
  return { property: "generation", reason };
}

/** The name in a URN: "urn:pulumi:stack::project::type::name" → "name". */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
