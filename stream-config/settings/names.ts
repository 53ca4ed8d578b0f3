/** The names that the server lets a stream or a consumer have: one token of a subject, and of a path. */
export const namePattern = "^[^ \\t\\r\\n\\f.*>/\\\\]{1,255}$";

const name = new RegExp(namePattern);

/** Whether a stream or a consumer can have this name. */
export function isName(text: string): boolean {
  return name.test(text);
}
