import { defaultsOf, type Settings, type ValuesOf } from "../setting";
import { contents } from "./contents";
import { limits } from "./limits";
import { publishing } from "./publishing";
import { relations } from "./relations";
import { storing } from "./storing";

/**
 * Every setting of a stream: a row each, by the name that this project gives it.
 * https://docs.nats.io/nats-concepts/jetstream/streams
 */
export const streamSettings = {
  ...contents,
  ...limits,
  ...storing,
  ...publishing,
  ...relations,
} satisfies Settings;

/** A stream's settings; what is left out has the server's default. */
export type StreamSettings = ValuesOf<typeof streamSettings>;

/** The name of a setting. */
export type StreamField = keyof StreamSettings;

/** What a stream has that says nothing of it. `duplicateWindow` depends on maxAge and so isn't here. */
export const streamDefaults = defaultsOf(streamSettings);

/** Settings that the server decides by itself, by API name: a mirror takes over its origin's allowDirect. */
export const serverDecides = { mirror_direct: true };
