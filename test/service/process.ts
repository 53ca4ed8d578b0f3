import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { redisUser } from "../../infra/components/redis/config";
import { contract } from "../../stream-config";
import { renderServiceContract } from "../../stream-config/environment";
import { typeScript } from "../../tools/lib/typescript";
import { freePort } from "../../tools/local/ports";
import { type LocalServer, startServer } from "../../tools/local/process";
import { imageNodeOptions, isServiceReady } from "../../tools/local/service";
import { temporaryDir } from "../support/servers";
import type { TestStack } from "./support";

/** The service as a process of its own. */
export interface ServiceProcess extends LocalServer {
  readonly adminUrl: string;
  /** Everything that it has written so far. */
  readonly output: () => string;
}

/** Environment variables and files of a service on these servers. */
export async function serviceEnv({ keys, redis, nats }: TestStack): Promise<Record<string, string>> {
  const dir = temporaryDir();
  const file = (name: string, content: string) => {
    const path = join(dir, name);
    writeFileSync(path, `${content}\n`, { mode: 0o600 });
    return path;
  };
  return {
    PORT: String(await freePort()),
    ADMIN_PORT: String(await freePort()),
    PASSWORD_BLOCKLIST: "off",
    REGISTRATIONS_PER_HOUR: "100000",
    SIGNING_KEYS_FILE: file("signing-keys.json", JSON.stringify(keys.signingKeys)),
    REDIS_URL: redis.url,
    REDIS_USERNAME: redisUser,
    REDIS_PASSWORD_FILE: file("redis-password", keys.redisPassword),
    NATS_URL: nats.url,
    CONTRACT_FILE: file("contract.json", renderServiceContract(contract)),
    NATS_SEED_FILE: file("seed", keys.nkeys["auth-service"]!.seed),
  };
}

/** Starts the service from its sources, with its image's limits; resolves when it is ready. Killed after the test. */
export async function startServiceProcess(
  stack: TestStack,
  extra: Record<string, string> = {},
): Promise<ServiceProcess> {
  const env = { ...(await serviceEnv(stack)), ...extra };
  const log = join(temporaryDir(), "service.log");
  const adminUrl = `http://127.0.0.1:${env.ADMIN_PORT}`;
  const server = await startServer({
    command: process.execPath,
    args: [...imageNodeOptions(), ...typeScript, join(__dirname, "../../service/src/server.ts")],
    env,
    log,
    url: `http://127.0.0.1:${env.PORT}`,
    ready: () => isServiceReady(adminUrl),
  });
  onTestFinished(() => server.stop("SIGKILL"));
  return { ...server, adminUrl, output: () => readFileSync(log, "utf8") };
}

/** Runs Node on sources to its end. */
export function runNode(args: readonly string[], env: Record<string, string>): Promise<NodeRun> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, [...typeScript, ...args], options, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** What a run of Node left behind. */
export interface NodeRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
