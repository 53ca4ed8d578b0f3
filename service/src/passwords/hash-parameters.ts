/** What a hash of argon2id costs (RFC 9106): memory in KiB, passes over it, lanes. */
export interface HashParameters {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP's minimum, 19 MiB, 2 passes, 1 lane. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
export const leastParameters: HashParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Whether a hash in PHC string format was made with other parameters, or by another algorithm. */
export function isOutdated(passwordHash: string, wanted: HashParameters): boolean {
  const [, memory, passes, lanes] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash)?.map(Number) ?? [];
  return memory !== wanted.memoryCost || passes !== wanted.timeCost || lanes !== wanted.parallelism;
}
