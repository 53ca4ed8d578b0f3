import { defaultsOf, type Settings, type ValuesOf } from "../setting";
import { acks } from "./acks";
import { contents } from "./contents";
import { keeping } from "./keeping";
import { pulls } from "./pulls";
import { turns } from "./turns";

/**
 * Every setting of a durable pull consumer: a row each, by the name that this project gives it.
 * https://docs.nats.io/nats-concepts/jetstream/consumers
 */
export const consumerSettings = {
  ...contents,
  ...acks,
  ...pulls,
  ...keeping,
  ...turns,
} satisfies Settings;

/** A consumer's settings; what is left out has the server's default. */
export type ConsumerSettings = ValuesOf<typeof consumerSettings>;

/** The name of a setting. */
export type ConsumerField = keyof ConsumerSettings;

/** What a consumer has that says nothing of it. */
export const consumerDefaults = defaultsOf(consumerSettings);
