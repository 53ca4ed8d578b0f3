/** The user that every container runs as; the images have no other. */
const userId = 65532;

/**
 * Pod and container settings that the Pod Security level `restricted` asks for, and a read-only root file system.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podSecurity = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: userId,
    fsGroup: userId,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
} as const;

/** Settings of every container. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
