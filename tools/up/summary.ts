import { addressesIn, ports } from "../../infra/places";
import { serviceUrl } from "../cluster/layout";
import { clusterKubeconfig, logDir } from "../lib/paths";
import type { StepResult } from "../lib/steps";
import type { Target } from "../stack/target";
import type { Proof } from "./proof";

/** What `make up` ends with: the proof, what runs, how to use it, and how long each step took. */
export function renderSummary(target: Target, steps: readonly StepResult[], proof: Proof): string {
  return [
    `Event ${proof.eventId} (stream sequence ${proof.sequence}), read as \`notifications\` over TLS ${proof.milliseconds} ms after the registration was sent:`,
    JSON.stringify(proof.event, null, 2),
    "",
    ...howTo(target),
    "",
    "Time per step:",
    ...steps.map(
      ({ title, outcome, seconds }) => `  ${seconds.toFixed(1).padStart(7)} s  ${title} (${outcome})`,
    ),
    `  ${total(steps).toFixed(1).padStart(7)} s  in all`,
    `Logs: ${logDir}`,
    "",
    steps.every(({ outcome }) => outcome !== "changed")
      ? "Everything was up already; nothing was changed."
      : "The stack is up.",
  ].join("\n");
}

function howTo(target: Target): string[] {
  const inside = addressesIn("auth-stack");
  const shell = target.kind === "current" ? "CLUSTER=current make -s env" : "make -s env";
  return [
    "Running in namespace auth-stack: NATS (3 servers, JetStream), Redis, the auth service (2 pods).",
    ...(target.kind === "node"
      ? [
          "  Register a user:",
          `    curl -X POST ${serviceUrl}/auth/register -H 'Content-Type: application/json' \\`,
          `      -d '{"email":"test@example.com","password":"password123","name":"Test User"}'`,
          `  kubeconfig:  ${clusterKubeconfig}`,
        ]
      : [
          `  Reach the service:  kubectl port-forward -n auth-stack service/auth-service ${ports.authService.https}:443`,
        ]),
    `  Inside the cluster:  ${inside.authService}  ${inside.nats}`,
    `  kubectl and pulumi in this shell:  eval "$(${shell})"; kubectl get pods -n auth-stack; pulumi stack --stack local`,
    "  Also: make status, make test, make down",
  ];
}

function total(steps: readonly StepResult[]): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}
