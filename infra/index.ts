import { contract } from "../stream-config";
import { AuthService } from "./components/auth-service";
import { StackNamespace } from "./components/namespace";
import { Nats } from "./components/nats";
import { Network } from "./components/network";
import { Redis } from "./components/redis";
import { settle } from "./components/settled";
import { Trust } from "./components/trust";
import { demandContract } from "./demand-contract";
import { demandPolicies } from "./demand-policies";
import { loadConfig } from "./load-config";
import { ownKubernetesObjects } from "./ownership";

ownKubernetesObjects();

demandContract(contract);
const config = loadConfig();
demandPolicies(config);
const { namespace } = config;
const options = { dependsOn: new StackNamespace(config, { dependsOn: settle(config) }) };
const trust = new Trust(namespace, config.certificateGeneration, options);
const base = { namespace, trust };

const network = new Network(config, options);
const inNetwork = { dependsOn: [options.dependsOn, network] };
const redis = new Redis({ ...base, config: config.redis }, inNetwork);
const nats = config.features.messageQueue ? new Nats({ ...base, config: config.nats }, inNetwork) : undefined;
const service = new AuthService({ ...base, config, redis, ...(nats && { nats }) }, inNetwork);

export const authServiceAddress = service.address;
export const natsAddress = nats?.address;
export const caCertificate = trust.caCertificate;
export const natsUserSecrets = nats?.userSecretNames;
