import type { StackConfig } from "../config/schema";
import { StackSettings } from "../provider/sdk";
import type { Settings } from "../provider/stack/rules";
import { kubernetesAccess } from "./kubernetes-access";

/**
 * Holds the stack to the settings that it was last brought up with, where a change would lose data or stop the service:
 * infra/provider/stack/rules.ts. Everything else comes after it, so that such a change meets one error and nothing more.
 */
export function settle(config: StackConfig): StackSettings {
  const { namespace } = config;
  return new StackSettings("settings", { ...kubernetesAccess(), namespace, values: settingsOf(config) });
}

/** Of NATS nothing is said where it does not run, and what it ran with stays recorded. */
function settingsOf({ namespace, certificateGeneration, ...config }: StackConfig): Settings {
  const { nats, redis, authService, features } = config;
  return {
    namespace,
    certificateGeneration,
    ...(features.messageQueue && {
      "nats.replicas": nats.replicas,
      "nats.storage": nats.storage,
      "nats.storageClass": nats.storageClass ?? "",
      "nats.keyGeneration": nats.keyGeneration,
    }),
    "redis.storage": redis.storage,
    "redis.storageClass": redis.storageClass ?? "",
    "redis.keyGeneration": redis.keyGeneration,
    "authService.keyGeneration": authService.keyGeneration,
  };
}
