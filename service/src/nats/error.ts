import type { NatsError } from "./client";

/** A code from a small set, and the text that says most: the API's description, else the client's code and message. */
export function describeNatsError(error: unknown): { code: string; error: string } {
  const { code = "UNKNOWN", message, api_error } = error as Partial<NatsError>;
  if (api_error) {
    const apiCode = String(api_error.err_code);
    return { code: apiCode, error: `${apiCode} ${api_error.description}` };
  }
  if (code === "503") return { code, error: "no stream takes this subject" };
  return { code, error: message && message !== code ? `${code} ${message}` : code };
}
