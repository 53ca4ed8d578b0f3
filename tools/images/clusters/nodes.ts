import { UserError } from "../../lib/errors";

/** A node, as far as it matters to images. */
export interface ClusterNode {
  /** As Go calls it, e.g. "arm64". */
  readonly architecture: string;
  /** The images that it says it has, of which there may be more. */
  readonly images: readonly string[];
}

/** Whether every node says that it has the image. */
export function isOnAll(nodes: readonly ClusterNode[], image: string): boolean {
  return nodes.length > 0 && nodes.every(({ images }) => images.includes(image));
}

const own: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * The platform to build for: undefined where it is this machine's own. Throws UserError for nodes of several architectures,
 * for which one build is not enough.
 */
export function platformOf(
  nodes: readonly ClusterNode[],
  machine: string = process.arch,
): string | undefined {
  const [architecture, ...others] = [...new Set(nodes.map((node) => node.architecture))];
  if (others.length > 0) {
    throw new UserError(
      `The cluster's nodes are of several architectures: ${[architecture, ...others].join(", ")}`,
      "Build an image for all of them yourself, and put it into a stack's file as authService.image: `pulumi up` takes it.",
    );
  }
  return architecture === undefined || architecture === own[machine] ? undefined : `linux/${architecture}`;
}
