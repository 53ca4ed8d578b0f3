import { randomUUID } from "node:crypto";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { publishUserRegistered } from "../../events";
import { clientAddress, networksOf } from "../../http/client-address";
import { clientGone } from "../../http/client-gone";
import { ProblemError } from "../../problems/problem-error";
import { throttledAccount } from "../../store/login-throttle";
import type { User } from "../../store/users";
import { refuseBlocked } from "./blocked-password";
import { emailField, nameField, newPasswordField, normaliseEmail, userView } from "./fields";
import { passwordWork } from "./password-work";

const description = {
  operationId: "register",
  tags: ["login"],
  summary: "Create an account",
  description: "It holds no session yet; logging in begins one. Raises `auth.user.registered`.",
};
const problems = ["email-taken", "too-many-registrations", "store-unavailable"] as const;

/** POST /auth/register: creates an account. It holds no session yet; logging in begins one. */
export const registerRoute: FastifyPluginAsyncTypebox = async (app) => {
  const password = newPasswordField(app.config.passwordMinLength);
  const schema = {
    ...description,
    body: Type.Object({ email: emailField, password, name: nameField }, { title: "Registration" }),
    response: { 201: Type.Object({ user: userView }, { title: "Account", description: "The new account" }) },
  };
  app.post("/register", { schema, config: { problems, fills: "registrations" } }, async (request, reply) => {
    const { name, password } = request.body;
    const email = normaliseEmail(request.body.email);
    const user = { id: randomUUID(), email, name: name.trim(), createdAt: new Date().toISOString() };
    request.account = throttledAccount(email);
    refuseBlocked(app, "password", password, user);
    await createUser(app, request, user, password, clientGone(reply));
    request.provenUserId = user.id;
    return reply.code(201).send({ user });
  });
};

/** The first look at the address only saves the hashing; the store decides. */
async function createUser(
  app: FastifyInstance,
  request: FastifyRequest,
  user: User,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  const { events } = request;
  const passwordHash = await hashIfFree(app, password, signal, await admit(app, request, user.email));
  const { id: userId, email, name, createdAt: timestamp } = user;
  const outcome = await publishUserRegistered(events, { userId, email, name, timestamp }, (event) =>
    app.users.create({ ...user, passwordHash }, event),
  );
  if (outcome === "email-taken") throw new ProblemError("email-taken");
}

async function admit(app: FastifyInstance, request: FastifyRequest, email: string) {
  const admission = await app.registrationThrottle.admit(email, networksOf(clientAddress(request)));
  if (admission.kind !== "refused") return admission.kind;
  app.metrics.registrationsThrottled.inc();
  throw new ProblemError("too-many-registrations", {
    headers: { "retry-after": String(admission.retryAfterSeconds) },
  });
}

/** A taken address has to wait for its turn as well: else a full queue would tell the two apart, at no cost. */
function hashIfFree(
  app: FastifyInstance,
  password: string,
  signal: AbortSignal,
  admission: "admitted" | "email-taken",
): Promise<string> {
  const demandFree = () => {
    if (admission === "email-taken") throw new ProblemError("email-taken");
  };
  return passwordWork(app, app.passwords.hash(password, { purpose: "registration", signal }, demandFree));
}
