import { servicePorts } from "../../../stream-config/environment/ports";
import { UserError } from "../../lib/errors";
import { listens } from "../../local/ports";

/** Loopback ports of `make dev`, by the variable that overrides each. NATS and Redis keep off their usual ports. */
const defaults = {
  PORT: servicePorts.api,
  ADMIN_PORT: servicePorts.admin,
  NATS_PORT: 14222,
  NATS_MONITOR_PORT: 18222,
  REDIS_PORT: 16379,
} as const;

type Variable = keyof typeof defaults;

/** Ports by the variable that sets each. */
export type Ports = Readonly<Record<Variable, number>>;

/** The ports to use. Throws UserError for one that is no port. */
export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const names = Object.keys(defaults) as Variable[];
  return Object.fromEntries(names.map((name) => [name, readPort(name, env[name])])) as Record<
    Variable,
    number
  >;
}

/** Throws UserError naming every port that another program listens on. */
export async function requireFree(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (await listens(port)) taken.push(`${port} (${name})`);
  }
  if (taken.length === 0) return;
  throw new UserError(
    `Taken by another program: port ${taken.join(", ")}`,
    "Stop that program (`make down` if it is the cluster of `make up`), or choose another port, e.g. `make dev PORT=3002`.",
  );
}

function readPort(name: Variable, text: string | undefined): number {
  if (text === undefined || text === "") return defaults[name];
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  throw new UserError(`${name}=${text} is not a port`, "Write a number from 1 to 65535.");
}
