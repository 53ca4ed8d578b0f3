import type { Rule } from "../rule";
import { containerResources } from "./container-resources";
import { disruptionBudget } from "./disruption-budget";
import { imageDigest } from "./image-digest";
import { natsPublisher } from "./nats-publisher";
import { natsTls } from "./nats-tls";
import { natsWildcards } from "./nats-wildcards";
import { networkPolicy } from "./network-policy";
import { plainSecrets } from "./plain-secrets";
import { podSecurity } from "./pod-security";
import { protectedStreams } from "./protected-streams";
import { redisTls } from "./redis-tls";
import { serviceTls } from "./service-tls";

/** Every rule of the pack. */
export const rules: readonly Rule[] = [
  imageDigest,
  podSecurity,
  containerResources,
  plainSecrets,
  natsTls,
  redisTls,
  serviceTls,
  natsWildcards,
  natsPublisher,
  protectedStreams,
  disruptionBudget,
  networkPolicy,
];
