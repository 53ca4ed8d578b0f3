/**
 * Whether some subject matches both patterns. Tokens are separated by dots; `*` is any one token, a last `>` one or
 * more. https://docs.nats.io/nats-concepts/subjects
 */
export function overlap(one: string, other: string): boolean {
  return overlapFrom(one.split("."), other.split("."));
}

function overlapFrom([first, ...rest]: readonly string[], [other, ...others]: readonly string[]): boolean {
  if (first === undefined || other === undefined) return first === other;
  if (first === ">" || other === ">") return true;
  return (first === "*" || other === "*" || first === other) && overlapFrom(rest, others);
}
