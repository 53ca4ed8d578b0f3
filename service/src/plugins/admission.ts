import type { Server } from "node:http";
import fastifyPlugin from "fastify-plugin";
import { Counter, Gauge } from "prom-client";
import type { Gate } from "../admission/gate";
import { boundConnections } from "../admission/guard";
import type { ShedReport } from "../admission/shed-report";

/** What decides on requests before Fastify sees them. */
export interface Entrance {
  readonly gate: Gate;
  readonly report: ShedReport;
}

/** Bounds connections, tells the gate which requests have their answer, and measures both. */
export const admissionPlugin = fastifyPlugin<Entrance>(
  async (app, { gate, report }) => {
    const { registry } = app.metrics;
    const registers = [registry];
    boundConnections(app.server, app.config.listen.limits.connections, report);
    app.addHook("onSend", (request, _reply, payload, done) => {
      gate.answered(request.raw);
      done(null, payload);
    });
    new Counter({
      name: "auth_shed_total",
      help: "Requests (reasons requests, pipelined) and connections (reason connections) that were turned away",
      labelNames: ["reason"],
      registers,
      collect() {
        this.reset();
        for (const [reason, count] of report.counts) this.inc({ reason }, count);
      },
    });
    new Gauge({
      name: "auth_requests_under_way",
      help: "Requests that have no answer yet",
      registers,
      collect() {
        this.set(gate.underWay);
      },
    });
    new Gauge({
      name: "auth_connections",
      help: "Open connections of clients",
      registers,
      async collect() {
        this.set(await countConnections(app.server));
      },
    });
  },
  { name: "admission", dependencies: ["metrics"] },
);

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
