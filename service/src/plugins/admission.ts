import fastifyPlugin from "fastify-plugin";
import type { Gate } from "../admission/gate";
import { boundConnections } from "../admission/guard";
import type { ShedReport } from "../admission/shed-report";
import { measure, measured, measureEach } from "../metrics";

/** What decides on requests before Fastify sees them. */
export interface Entrance {
  readonly gate: Gate;
  readonly report: ShedReport;
}

/** Bounds connections, tells the gate which requests have their answer, and measures both. */
export const admissionPlugin = fastifyPlugin<Entrance>(
  async (app, { gate, report }) => {
    const { registry } = app.metrics;
    const { connections } = app.config.listen.limits;
    const open = boundConnections(app.server, app.listeners.all, connections, report);
    app.addHook("onSend", (request, _reply, payload, done) => {
      gate.answered(request.raw);
      done(null, payload);
    });
    measureEach(registry, measured.shed, async () => report.counts);
    measure(registry, measured.requestsUnderWay, () => gate.underWay);
    measure(registry, measured.connections, open);
  },
  { name: "admission", dependencies: ["listeners", "metrics"] },
);
