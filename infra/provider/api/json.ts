import { isInteger, isSafeNumber, parse, stringify } from "lossless-json";

/** Reads JSON of the API. Whole numbers that a number can't hold are bigints, so that they can be sent back as they are. */
export function fromJson(text: string): unknown {
  return parse(text, undefined, (digits) =>
    isInteger(digits) && !isSafeNumber(digits) ? BigInt(digits) : Number(digits),
  );
}

/** Writes JSON for the API, bigints as whole numbers. */
export function toJson(value: unknown, indent?: number): string {
  return stringify(value, undefined, indent) ?? "";
}
