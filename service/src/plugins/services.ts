import fastifyPlugin from "fastify-plugin";
import type { Config } from "../config";
import type { EventSource } from "../events";
import { AttemptTurns } from "../passwords/attempt-turns";
import { loadBlocklist, noBlocklist, type PasswordBlocklist } from "../passwords/blocklist";
import type { PasswordHasher } from "../passwords/password-hasher";
import { AccountStore } from "../store/accounts";
import { LoginThrottle } from "../store/login-throttle";
import { RegistrationThrottle } from "../store/registration-throttle";
import { revocationSeconds, SessionStore } from "../store/sessions";
import { UserSessionStore } from "../store/user-sessions";
import { UserStore } from "../store/users";
import { AccessTokens } from "../tokens/access-tokens";
import { Doubt } from "../tokens/doubt";
import { serviceName, serviceVersion } from "../version";

declare module "fastify" {
  interface FastifyInstance {
    readonly users: UserStore;
    readonly accounts: AccountStore;
    readonly sessions: SessionStore;
    readonly userSessions: UserSessionStore;
    readonly loginThrottle: LoginThrottle;
    readonly registrationThrottle: RegistrationThrottle;
    readonly attemptTurns: AttemptTurns;
    readonly accessTokens: AccessTokens;
    readonly refreshDoubt: Doubt;
    readonly passwords: PasswordHasher;
    readonly passwordBlocklist: PasswordBlocklist;
    /** Where events come from but for the request, which has its own `events`. */
    readonly eventSource: Omit<EventSource, "origin">;
  }
}

/** What the routes work with. */
export const servicesPlugin = fastifyPlugin<{ readonly passwords: PasswordHasher }>(
  async (app, { passwords }) => {
    const { tokens, environment, messaging } = app.config;
    const metadata = { service: serviceName, version: serviceVersion, environment };
    app.decorate("users", new UserStore(app.redis));
    app.decorate("accounts", new AccountStore(app.redis, tokens));
    app.decorate("sessions", new SessionStore(app.redis, tokens));
    app.decorate("userSessions", new UserSessionStore(app.redis, revocationSeconds(tokens)));
    app.decorate("loginThrottle", new LoginThrottle(app.redis));
    const { registrationsPerHour } = app.config;
    app.decorate("registrationThrottle", new RegistrationThrottle(app.redis, registrationsPerHour));
    app.decorate("attemptTurns", new AttemptTurns());
    app.decorate("accessTokens", new AccessTokens(tokens));
    app.decorate("refreshDoubt", new Doubt());
    app.decorate("passwords", passwords);
    app.decorate("passwordBlocklist", await blocklistOf(app.config));
    app.decorate("eventSource", { messaging: messaging.kind, metadata });
  },
  { name: "services", dependencies: ["redis"] },
);

async function blocklistOf({
  passwordMinLength,
  passwordBlocklist,
  tokens,
}: Config): Promise<PasswordBlocklist> {
  if (passwordBlocklist.kind === "off") return noBlocklist;
  return loadBlocklist(passwordMinLength, [new URL(tokens.issuer).hostname, ...passwordBlocklist.words]);
}
