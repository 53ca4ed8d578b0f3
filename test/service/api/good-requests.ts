import type { FastifyInstance } from "fastify";
import { bearer, newUser, openSession, registerUser } from "../support";

/** A request that succeeds, with a user of its own. */
export interface GoodRequest {
  /** The path of its operation, unless told. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | object;
  /** The address of its user. */
  readonly email?: string;
}

/** Makes a request that succeeds, by the id of its operation. */
export const goodRequests: Readonly<Record<string, (app: FastifyInstance) => Promise<GoodRequest>>> = {
  register: async () => ({ payload: newUser() }),
  login: async (app) => {
    const user = newUser();
    await registerUser(app, user);
    return { payload: user, email: user.email };
  },
  refresh: async (app) => {
    const { refreshToken } = await openSession(app);
    return { payload: { refreshToken } };
  },
  logout: withSession,
  revoke: async (app) => ({ payload: { token: (await openSession(app)).refreshToken } }),
  me: withSession,
  erase: async (app) => withPassword(app, {}),
  changePassword: async (app) => withPassword(app, { newPassword: "new-password-1" }),
  listSessions: withSession,
  endSession: async (app) => {
    const request = await withSession(app);
    const { sessions } = (await app.inject({ ...request, url: "/auth/sessions" })).json();
    return { ...request, url: `/auth/sessions/${sessions[0].id}` };
  },
  endOtherSessions: withSession,
  keys: async () => ({}),
};

async function withSession(app: FastifyInstance, user = newUser()): Promise<GoodRequest> {
  return { headers: bearer((await openSession(app, user)).accessToken), email: user.email };
}

async function withPassword(app: FastifyInstance, more: object): Promise<GoodRequest> {
  const user = newUser();
  const request = await withSession(app, user);
  return { ...request, payload: { currentPassword: user.password, ...more } };
}
