import type { Server } from "node:http";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import type { DestinationStream } from "pino";
import { Gate } from "./admission/gate";
import { guardRequests } from "./admission/guard";
import { ShedReport } from "./admission/shed-report";
import type { Config } from "./config";
import { brokenRequestHandler } from "./http/broken-requests";
import { isWithin, parseNetworks } from "./http/client-address";
import { acceptProxyProtocol } from "./http/proxy-protocol";
import { requestIdOf } from "./http/request-id";
import { createServer, type RequestHandler } from "./http/server";
import { createLoggers } from "./log";
import { PasswordHasher } from "./passwords/password-hasher";
import { admissionPlugin, type Entrance } from "./plugins/admission";
import { authenticatePlugin } from "./plugins/authenticate";
import { drainPlugin } from "./plugins/drain";
import { jsonBodyPlugin } from "./plugins/json-body";
import { listenersPlugin } from "./plugins/listeners";
import { metricsPlugin } from "./plugins/metrics";
import { problemsPlugin, sendProblem } from "./plugins/problems";
import { redisPlugin } from "./plugins/redis";
import { requestIdPlugin } from "./plugins/request-id";
import { requestLogPlugin } from "./plugins/request-log";
import { securityHeadersPlugin } from "./plugins/security-headers";
import { servicesPlugin } from "./plugins/services";
import { storeRoomPlugin } from "./plugins/store-room";
import { tracePlugin } from "./plugins/trace-context";
import { unknownPathsPlugin } from "./plugins/unknown-paths";
import { routes } from "./routes";

declare module "fastify" {
  interface FastifyInstance {
    readonly config: Config;
    /** Lines with exactly the documented keys. */
    readonly eventLog: FastifyBaseLogger;
  }
}

/** What a caller may put in the place of the usual. */
export interface Dependencies {
  /** Where log lines go; standard output by default. */
  readonly logDestination?: DestinationStream;
  readonly passwords?: PasswordHasher;
}

const bodyLimitBytes = 64 * 1024;

/** Builds the service, ready to listen or to be injected requests. `close()` ends all that it began. */
export async function buildApp(config: Config, dependencies: Dependencies = {}): Promise<FastifyInstance> {
  const { log, eventLog } = createLoggers(config.logLevel, dependencies.logDestination);
  const entrance = { gate: new Gate(config.listen.limits), report: new ShedReport(log) };
  const app = Fastify(serverOptions(config, log, entrance));
  app.decorate("config", config);
  app.decorate("eventLog", eventLog);
  await registerPlugins(app, entrance, dependencies.passwords ?? new PasswordHasher(config.passwordHash));
  await app.register(routes);
  await app.ready();
  return app;
}

async function registerPlugins(
  app: FastifyInstance,
  entrance: Entrance,
  passwords: PasswordHasher,
): Promise<void> {
  await app.register(drainPlugin);
  await app.register(listenersPlugin);
  await app.register(requestIdPlugin);
  await app.register(problemsPlugin);
  await app.register(tracePlugin);
  await registerTracing(app);
  await app.register(requestLogPlugin);
  await app.register(securityHeadersPlugin);
  await app.register(unknownPathsPlugin);
  await app.register(jsonBodyPlugin);
  await app.register(redisPlugin);
  await app.register(servicesPlugin, { passwords });
  await app.register(metricsPlugin);
  await app.register(storeRoomPlugin);
  await app.register(admissionPlugin, entrance);
  await app.register(authenticatePlugin);
  await registerApiDocs(app);
  await registerMessaging(app);
}

/** Without tracing no OpenTelemetry module is loaded at all. */
async function registerTracing(app: FastifyInstance): Promise<void> {
  const { tracing } = app.config;
  if (tracing.kind === "off") return;
  const { tracingPlugin } = await import("./plugins/tracing.js");
  await app.register(tracingPlugin, { tracing });
}

/** Before the routes, which it describes. Off, none of its modules is loaded. */
async function registerApiDocs(app: FastifyInstance): Promise<void> {
  if (app.config.apiDocs === "off") return;
  const { apiDocsPlugin } = await import("./plugins/api-docs.js");
  await app.register(apiDocsPlugin);
}

/** Without messaging no NATS module is loaded at all. */
async function registerMessaging(app: FastifyInstance): Promise<void> {
  const { messaging } = app.config;
  if (messaging.kind === "off") return;
  const { messagingPlugin } = await import("./plugins/messaging.js");
  await app.register(messagingPlugin, { messaging });
  if (messaging.deadLettersSeed === undefined) return;
  const { deadLettersPlugin } = await import("./plugins/dead-letters.js");
  await app.register(deadLettersPlugin, { messaging, seed: messaging.deadLettersSeed });
}

/** `return503OnClosing` is off: what arrives on open connections during a shutdown is still answered. */
function serverOptions(
  { listen }: Config,
  log: FastifyBaseLogger,
  { gate, report }: Entrance,
): FastifyServerOptions {
  const proxies = parseNetworks(listen.trustedProxies);
  return {
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handler) => listener(listen, guardRequests(handler, gate, report)),
    bodyLimit: bodyLimitBytes,
    genReqId: requestIdOf,
    requestIdHeader: false as const,
    trustProxy: (address) => isWithin(address, proxies),
    return503OnClosing: false,
    frameworkErrors: sendProblem,
    clientErrorHandler: brokenRequestHandler(log),
  };
}

function listener({ tls, proxyProtocol, trustedProxies }: Config["listen"], handler: RequestHandler): Server {
  const server = createServer(tls, handler);
  if (proxyProtocol === "on") acceptProxyProtocol(server, parseNetworks(trustedProxies));
  return server;
}
