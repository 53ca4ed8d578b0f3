import swagger from "@fastify/swagger";
import Fastify from "fastify";
import { documentOptions } from "./api/document";
import type { OpenApiDocument } from "./api/openapi";
import type { Config } from "./config";
import { routes } from "./routes";

/** The part of the configuration that the document depends on. */
export interface DescribedConfig {
  readonly passwordMinLength: Config["passwordMinLength"];
  readonly tokens: Pick<Config["tokens"], "issuer">;
}

/** The OpenAPI document of a service, made from its routes alone: nothing is connected to. */
export async function describeApi(config: DescribedConfig): Promise<OpenApiDocument> {
  const app = Fastify();
  app.decorate("config", config as Config);
  app.decorate("authenticate", async () => {});
  app.decorate("identify", async () => {});
  await app.register(swagger, documentOptions(app));
  await app.register(routes);
  await app.ready();
  const document = app.swagger() as unknown as OpenApiDocument;
  await app.close();
  return document;
}
