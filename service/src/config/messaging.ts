import type { Env, ServiceContract } from "../../../stream-config/environment";
import type { ReplaysConfig, Secrets } from "./secrets";
import { type ClientTls, toClientTls } from "./tls";

/** Where NATS is and who we are to it; or that there is none and no event is written. */
export type MessagingConfig =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly servers: readonly string[];
      readonly contract: ServiceContract;
      /** nkey seed, secret. */
      readonly seed: string;
      /** Seed of the user `dead-letters`, secret. Without it nothing is copied to the dead letters. */
      readonly deadLettersSeed?: string;
      /** Without it the admin port has no endpoint for replays. */
      readonly replays?: ReplaysConfig;
      readonly tls?: ClientTls;
    };

export function toMessaging(
  env: Env,
  { natsSeed: seed, contract, deadLettersSeed, replays, natsCa }: Secrets,
): MessagingConfig {
  if (env.MESSAGE_QUEUE === "off") return { kind: "off" };
  const servers = env.NATS_URL.split(",");
  const tls = servers.some((server) => server.startsWith("tls://"));
  return {
    kind: "on",
    servers,
    contract,
    seed,
    ...(deadLettersSeed !== undefined && { deadLettersSeed }),
    ...(replays !== undefined && { replays }),
    ...(tls && { tls: toClientTls(natsCa) }),
  };
}
