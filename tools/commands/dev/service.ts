import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pretty from "pino-pretty";
import { redisUser } from "../../../infra/components/redis/config";
import { authServiceUser, contract, deadLettersUser } from "../../../stream-config";
import { renderServiceContract } from "../../../stream-config/environment";
import { UserError } from "../../lib/errors";
import { writeAtomically } from "../../lib/files";
import { projectDir } from "../../lib/paths";
import { typeScript } from "../../lib/typescript";
import { isServiceReady } from "../../local/service";
import type { Ports } from "./ports";
import { secretFiles } from "./secrets";

/** The service, run from its sources and started again when they change. */
export interface DevService {
  readonly pid: number;
  /** Rejects when it ends without having been stopped. */
  readonly ended: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** Starts the service; its log lines go to standard output, made readable. */
export function startService(dir: string, ports: Ports): DevService {
  const watch = [...typeScript, "--watch", "--watch-preserve-output", "service/src/server.ts"];
  const child = spawn(process.execPath, watch, {
    cwd: projectDir,
    env: { ...process.env, ...serviceEnvironment(dir, ports) },
    stdio: ["ignore", "pipe", "inherit"],
    // Ctrl-C goes to the whole process group; one signal is enough.
    detached: true,
  });
  child.stdout.pipe(pretty({ ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss", singleLine: true }));
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await closed;
  };
  return { pid: child.pid ?? 0, ended: closed.then(endedByItself), stop };
}

function endedByItself(): never {
  throw new UserError("The service has ended", "Its output above says why.");
}

/** Resolves when the service wants requests. Throws UserError after 20 s. */
export async function waitUntilReady(ports: Ports): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isServiceReady(`http://127.0.0.1:${ports.ADMIN_PORT}`))) {
    if (Date.now() > deadline) {
      throw new UserError("The service is not ready after 20 s", "Its output above says why.");
    }
    await sleep(20);
  }
}

/** The service measures and replays to the consumers of this checkout. */
function writeContract(dir: string): string {
  const path = join(dir, "contract.json");
  writeAtomically(path, renderServiceContract(contract));
  return path;
}

function serviceEnvironment(dir: string, ports: Ports): Record<string, string> {
  const files = secretFiles(dir);
  return {
    HOST: "127.0.0.1",
    PORT: String(ports.PORT),
    ADMIN_PORT: String(ports.ADMIN_PORT),
    ENVIRONMENT: "development",
    API_DOCS: "on",
    ISSUER: `http://localhost:${ports.PORT}`,
    PASSWORD_BLOCKLIST: "off",
    REGISTRATIONS_PER_HOUR: "100000",
    SIGNING_KEYS_FILE: files.signingKeys,
    REDIS_URL: `redis://127.0.0.1:${ports.REDIS_PORT}`,
    REDIS_USERNAME: redisUser,
    REDIS_PASSWORD_FILE: files.redisPassword,
    MESSAGE_QUEUE: "on",
    NATS_URL: `nats://127.0.0.1:${ports.NATS_PORT}`,
    CONTRACT_FILE: writeContract(dir),
    NATS_SEED_FILE: files.seed(authServiceUser.name),
    NATS_DEAD_LETTERS_SEED_FILE: files.seed(deadLettersUser.name),
  };
}
