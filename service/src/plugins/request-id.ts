import fastifyPlugin from "fastify-plugin";

/** Tells each request's id in the answer. */
export const requestIdPlugin = fastifyPlugin(
  async (app) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      done();
    });
  },
  { name: "request-id" },
);
