import { randomUUID } from "node:crypto";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { type EventSource, publishUserRegistered } from "../../events";
import { ProblemError } from "../../problems/problem-error";
import type { User } from "../../store/users";
import { emailField, nameField, newPasswordField, normaliseEmail, userView } from "./fields";
import { passwordWork } from "./hash";
import { refuseBlocked } from "./new-password";

const description = {
  operationId: "register",
  tags: ["login"],
  summary: "Create an account",
  description: "It holds no session yet; logging in begins one. Raises `auth.user.registered`.",
};
const problems = ["email-taken", "store-unavailable"] as const;

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
    refuseBlocked(app, "password", password, user);
    await createUser(app, request.events, user, password);
    return reply.code(201).send({ user });
  });
};

/** The first look at the address only saves the hashing; the store decides. */
async function createUser(
  app: FastifyInstance,
  events: EventSource,
  user: User,
  password: string,
): Promise<void> {
  if (await app.users.hasEmail(user.email)) throw new ProblemError("email-taken");
  const passwordHash = await passwordWork(app.passwords.hash(password));
  const { id: userId, email, name, createdAt: timestamp } = user;
  const outcome = await publishUserRegistered(events, { userId, email, name, timestamp }, (event) =>
    app.users.create({ ...user, passwordHash }, event),
  );
  if (outcome === "email-taken") throw new ProblemError("email-taken");
}
