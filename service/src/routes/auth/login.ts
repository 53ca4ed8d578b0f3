import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { publishUserLoggedIn } from "../../events";
import { clientAddress } from "../../http/client-address";
import { clientGone } from "../../http/client-gone";
import type { PasswordJob } from "../../passwords/password-hasher";
import { ProblemError } from "../../problems/problem-error";
import { sessionsPerUser } from "../../store/sessions";
import type { UserWithPassword } from "../../store/users";
import { createRefreshToken, type RefreshToken, refreshTokenHashes } from "../../tokens/refresh-token";
import {
  deviceTokenField,
  emailField,
  givenPasswordField,
  loginView,
  normaliseEmail,
  type Tokens,
} from "./fields";
import { issueTokens } from "./issue-tokens";
import { passwordWork } from "./password-work";
import { renewHash } from "./renew-hash";
import { throttledLogin } from "./throttled-password";

const userAgentMaxLength = 256;

const schema = {
  operationId: "login",
  tags: ["login"],
  summary: "Begin a session",
  description:
    "An unknown address and a wrong password get the same answer in the same time. Raises `auth.user.logged_in`. " +
    `A user has up to ${sessionsPerUser} sessions; one more ends the one that would expire first.`,
  body: Type.Object(
    { email: emailField, password: givenPasswordField, deviceToken: Type.Optional(deviceTokenField) },
    { title: "Credentials" },
  ),
  response: { 200: { ...loginView, description: "The session's first tokens" } },
};
const problems = [
  "invalid-credentials",
  "too-many-attempts",
  "too-many-at-once",
  "store-unavailable",
] as const;

/** POST /auth/login: begins a session. An unknown address and a wrong password get the same answer in the same time. */
export const loginRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post("/login", { schema, config: { problems, fills: "logins" } }, async (request, reply) => {
    const email = normaliseEmail(request.body.email);
    const { password, deviceToken } = request.body;
    const tried = { email, deviceToken, signal: clientGone(reply) };
    const login = await throttledLogin(app, request, tried, (job) =>
      checkPassword(app, email, password, job),
    );
    if (login === undefined) throw new ProblemError("invalid-credentials");
    const { who: user } = login;
    request.provenUserId = user.id;
    await renewHash(app, user, password, tried.signal);
    const refreshToken = createRefreshToken(user.id);
    const answer = await openSession(app, user, refreshToken, request);
    return { ...answer, deviceToken: login.deviceToken, user };
  });
};

async function checkPassword(
  app: FastifyInstance,
  email: string,
  password: string,
  job: PasswordJob,
): Promise<UserWithPassword | undefined> {
  const user = await app.users.findByEmail(email);
  const matches = await passwordWork(app, app.passwords.verify(user?.passwordHash, password, job));
  return matches ? user : undefined;
}

async function openSession(
  app: FastifyInstance,
  user: UserWithPassword,
  token: RefreshToken,
  request: FastifyRequest,
): Promise<Tokens> {
  const { userId, sessionId } = token;
  const now = Date.now();
  const createdAt = new Date(now).toISOString();
  const endsAt = Math.floor(now / 1000) + app.config.tokens.sessionTtlSeconds;
  const { answer, access } = issueTokens(app, token, endsAt);
  const client = clientOf(request);
  const data = { userId, email: user.email, sessionId, ...client, timestamp: createdAt };
  const { passwordHash } = user;
  const times = { createdAt, endsAt, access };
  const session = { id: sessionId, userId, passwordHash, ...times, ...client, ...refreshTokenHashes(token) };
  const outcome = await publishUserLoggedIn(request.events, data, (event) =>
    app.sessions.open(session, event),
  );
  if (outcome === "outdated") throw new ProblemError("invalid-credentials");
  return answer;
}

/** A user agent is cut when it is long, and left out when it has control characters: people get to see it. */
function clientOf(request: FastifyRequest) {
  const userAgent = request.headers["user-agent"]?.slice(0, userAgentMaxLength);
  const isFit = userAgent !== undefined && !/\p{Cc}/u.test(userAgent);
  return { ip: clientAddress(request), ...(isFit && { userAgent }) };
}
