import { randomUUID } from "node:crypto";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";
import { events as definitions, type EventEnvelope, type EventMetadata } from "../../stream-config";
import type { OutboxEntry } from "./store/outbox-entry";

/** The event types; each is the subject that its events are published under. */
export enum AuthEventType {
  UserRegistered = "auth.user.registered",
  UserLoggedIn = "auth.user.logged_in",
  UserLoggedOut = "auth.user.logged_out",
  UserTokenRefreshed = "auth.user.token_refreshed",
}

type Definition = (typeof definitions)[number];

/** What each event type carries, as the contract declares it. */
export type AuthEventPayloads = {
  readonly [Type in AuthEventType]: Static<Extract<Definition, { readonly subject: `${Type}` }>["schema"]>;
};

/** Where events come from. With messaging off, state changes go on without events. */
export interface EventSource {
  readonly messaging: "on" | "off";
  readonly metadata: EventMetadata;
  /** The request that raises them. */
  readonly origin: { readonly traceparent: string; readonly requestId: string };
}

/** A state change: writes its state and the entry in one atomic step. No entry: messaging is off. */
export type Commit<Result> = (entry: OutboxEntry | undefined) => Promise<Result>;

/** The data of an event does not match the contract's schema. Holds no values: they may be personal. */
export class InvalidEventError extends Error {
  override readonly name = "InvalidEventError";

  constructor(
    readonly type: AuthEventType,
    readonly fields: readonly string[],
  ) {
    super(`Event ${type} does not match its schema: ${fields.join(", ")}`);
  }
}

const validators = new Map<string, ReturnType<typeof Compile>>(
  definitions.map(({ subject, schema }) => [subject, Compile(schema)]),
);

/**
 * Publishes an event with the state change that it reports: builds and validates it, then has `commit` write both
 * at once and returns what `commit` returns. NATS is not involved: when `commit` has written, the event is in the
 * outbox, and the relay brings it to JetStream, however long that takes, at least once and under one event id (the
 * stream drops repeats within its duplicate window). When `commit` writes nothing or throws, there is no event.
 * Throws InvalidEventError before anything is written, and whatever `commit` throws.
 */
export async function publishAuthEvent<Type extends AuthEventType, Result>(
  source: EventSource,
  type: Type,
  data: AuthEventPayloads[Type],
  commit: Commit<Result>,
): Promise<Result> {
  if (source.messaging === "off") return commit(undefined);
  validate(type, data);
  const envelope: EventEnvelope = { subject: type, data, metadata: source.metadata };
  return commit({ id: randomUUID(), body: JSON.stringify(envelope), ...source.origin });
}

/** Publishes one type of event: publishAuthEvent, but for the type. */
function publisherOf<Type extends AuthEventType>(type: Type) {
  return <Result>(
    source: EventSource,
    data: AuthEventPayloads[Type],
    commit: Commit<Result>,
  ): Promise<Result> => publishAuthEvent(source, type, data, commit);
}

/** Publishes that a new account exists. */
export const publishUserRegistered = publisherOf(AuthEventType.UserRegistered);

/** Publishes that a session began; the data have the client's IP and user agent. */
export const publishUserLoggedIn = publisherOf(AuthEventType.UserLoggedIn);

/** Publishes that a session was ended by its user, or because its refresh token was used again. */
export const publishUserLoggedOut = publisherOf(AuthEventType.UserLoggedOut);

/** Publishes that a session got new tokens. */
export const publishUserTokenRefreshed = publisherOf(AuthEventType.UserTokenRefreshed);

function validate(type: AuthEventType, data: unknown): void {
  const validator = validators.get(type);
  if (validator?.Check(data)) return;
  throw new InvalidEventError(type, validator?.Errors(data).map(({ instancePath }) => instancePath) ?? []);
}
