import type { Ports } from "./ports";

/** What to do with the stack that runs, printed once it is ready. */
export function renderGuide(dir: string, ports: Ports, seconds: number): string {
  return `
ready in ${seconds.toFixed(1)} s

  service   http://localhost:${ports.PORT}   health and metrics: http://localhost:${ports.ADMIN_PORT}/health/ready, /metrics
  API       http://localhost:${ports.PORT}/docs
  NATS      nats://127.0.0.1:${ports.NATS_PORT}   monitoring: http://127.0.0.1:${ports.NATS_MONITOR_PORT}
  Redis     redis://127.0.0.1:${ports.REDIS_PORT}
  state     ${dir} (keys, data; kept)

  Register a user:
    curl -X POST http://localhost:${ports.PORT}/auth/register -H 'Content-Type: application/json' \\
      -d '{"email":"test@example.com","password":"password123","name":"Test User"}'

  Read the events as \`notifications\`, in another terminal:
    ${eventsCommand(ports)}

  A change in service/src or stream-config restarts the service. Ctrl-C stops everything.
`;
}

/** Ports other than the usual ones have to be told. */
function eventsCommand(ports: Ports): string {
  const port = ports.NATS_PORT === 14222 ? "" : `NATS_PORT=${ports.NATS_PORT} `;
  return `${port}npm run --silent events`;
}
