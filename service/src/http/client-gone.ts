import type { FastifyReply } from "fastify";

/**
 * Aborts when the client closes the connection before it has its answer. Fastify's own `request.signal` aborts as soon as
 * a body has arrived: it listens for the end of the request, not of the exchange.
 */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const look = () => {
    if (!raw.writableEnded) controller.abort();
  };
  if (raw.destroyed) look();
  else raw.once("close", look);
  return controller.signal;
}
