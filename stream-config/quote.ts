/** A value as messages and configurations quote it. */
export function quote(value: unknown): string {
  return JSON.stringify(value);
}
