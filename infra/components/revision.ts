import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** A template of pods. */
export type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;

/** So many pods of a template. */
export interface PodTemplates {
  readonly template: PodTemplate;
  readonly replicas: number;
}

/** The same for the same pods, and another one for others: when it changes, they are waited for. */
export function revisionOf(pods: PodTemplate | PodTemplates): pulumi.Output<string> {
  return pulumi
    .output<PodTemplate | PodTemplates>(pods)
    .apply((known) => createHash("sha256").update(JSON.stringify(known)).digest("hex"));
}
