import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fastifyPlugin from "fastify-plugin";
import { documentOptions } from "../api/document";

/** The page's own scripts and styles and nothing else, also where it comes over plain HTTP on a developer's machine. */
const contentSecurityPolicy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * GET /openapi.json and a page to browse it at /docs. Loaded only where they are wanted: they cost memory and tell
 * strangers more than production has to.
 */
export const apiDocsPlugin = fastifyPlugin(
  async (app) => {
    await app.register(swagger, documentOptions(app));
    await app.register(swaggerUi, { routePrefix: "/docs", staticCSP: contentSecurityPolicy });
    app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  },
  { name: "api-docs", dependencies: ["authenticate"] },
);
