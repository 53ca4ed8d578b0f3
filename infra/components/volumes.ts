import type * as k8s from "@pulumi/kubernetes";

/** How a part's volume is made, and what `pulumi destroy` does with it. */
export interface VolumeConfig {
  readonly storage: string;
  readonly storageClass?: string;
  readonly onDestroy: "retain" | "delete";
}

/** The part of a StatefulSet's specification that gives each pod a volume named `data`. */
export function dataVolume({ storage, storageClass, onDestroy }: VolumeConfig) {
  const claim: k8s.types.input.core.v1.PersistentVolumeClaim = {
    metadata: { name: "data" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage } },
      ...(storageClass !== undefined && { storageClassName: storageClass }),
    },
  };
  return {
    volumeClaimTemplates: [claim],
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: onDestroy === "retain" ? "Retain" : "Delete",
      whenScaled: "Retain",
    },
  };
}
