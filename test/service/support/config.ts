import { redisUser } from "../../../infra/components/redis/config";
import { type Config, toConfig } from "../../../service/src/config";
import { contract } from "../../../stream-config";
import {
  parseEnvironment,
  parseServiceContract,
  renderServiceContract,
} from "../../../stream-config/environment";
import type { LocalKeys } from "../../../tools/local/keys";

/** What the service is told of the contract, as a stack would. */
export const serviceContract = parseServiceContract(renderServiceContract(contract))!;

/** What is not as by default. Tests refresh and register faster than clients do. */
const variables = {
  ENVIRONMENT: "test",
  PORT: "0",
  ADMIN_PORT: "0",
  REFRESH_TOKEN_TTL: "1h",
  SESSION_TTL: "2h",
  REFRESH_BURST: "1000000",
  REGISTRATIONS_PER_HOUR: "100000",
  PASSWORD_BLOCKLIST: "off",
  REDIS_USERNAME: redisUser,
};

/** The configuration of a service on these servers. */
export function configFor(localKeys: LocalKeys, redisUrl: string, natsUrl: string): Config {
  const { values, problems } = parseEnvironment({ ...variables, REDIS_URL: redisUrl, NATS_URL: natsUrl });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return toConfig(values, {
    tls: undefined,
    signingKeys: localKeys.signingKeys.keys as unknown as Config["tokens"]["signingKeys"],
    redisPassword: localKeys.redisPassword,
    redisCa: undefined,
    natsSeed: localKeys.nkeys["auth-service"]!.seed,
    contract: serviceContract,
    deadLettersSeed: undefined,
    replays: undefined,
    natsCa: undefined,
  });
}

/** The configuration of a service that is told that there is no NATS: it writes no events. */
export function withoutMessaging(config: Config): Config {
  return { ...config, messaging: { kind: "off" } };
}
