import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fastifyPlugin from "fastify-plugin";
import { documentOptions } from "../api/document";

/**
 * GET /openapi.json and a page to browse it at /docs. Loaded only where they are wanted: they cost memory and tell
 * strangers more than production has to.
 */
export const apiDocsPlugin = fastifyPlugin(
  async (app) => {
    await app.register(swagger, documentOptions(app));
    await app.register(swaggerUi, { routePrefix: "/docs", uiConfig: { persistAuthorization: false } });
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  },
  { name: "api-docs", dependencies: ["authenticate"] },
);
