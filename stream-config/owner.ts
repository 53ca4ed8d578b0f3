/** Whether a text is a handle of a person or a team, as forges have it: "@acme/billing". */
export function isHandle(text: string): boolean {
  return /^@[A-Za-z0-9-]+(\/[A-Za-z0-9._-]+)?$/.test(text);
}
