import type { IncomingMessage, ServerResponse } from "node:http";
import fastifyPlugin from "fastify-plugin";
import helmet from "helmet";

/** helmet's headers on every answer. They are always the same, so they are made once, which `@fastify/helmet` does not. */
export const securityHeadersPlugin = fastifyPlugin(
  async (app) => {
    const headers = securityHeaders();
    app.addHook("onRequest", (_request, reply, done) => {
      reply.headers(headers);
      done();
    });
  },
  { name: "security-headers" },
);

/** What helmet would set. */
function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void Object.assign(headers, { [name.toLowerCase()]: value }),
    removeHeader: () => undefined,
  };
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
