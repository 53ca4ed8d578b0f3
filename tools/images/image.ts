import { join } from "node:path";
import { projectDir } from "../lib/paths";

/** An image that we build. Adding one is a folder with its Dockerfile and its definition. */
export interface ImageDefinition {
  readonly name: string;
  /** A fixed tag, for the one image that is not deployed by digest. Without it the tag is the content key. */
  readonly tag?: string;
  /** The Dockerfile's path. */
  readonly dockerfile: string;
  /** What the image follows from besides its Dockerfile; it is built again when one of them changes. */
  readonly inputs: () => Inputs;
  /** Gathers what the Dockerfile takes from its context, in `bench.context` or where it lies already. */
  readonly prepare: (bench: Bench) => Promise<Preparation>;
}

/** Files and folders by their content, and texts such as versions. */
export interface Inputs {
  readonly files: readonly string[];
  readonly texts: readonly string[];
}

/** Where one image is built: folders that are removed afterwards, and the way to other images. */
export interface Bench {
  /** An empty folder. */
  readonly context: string;
  /** The reference of an image that this one is built from. */
  readonly baseImage: (definition: ImageDefinition) => Promise<string>;
}

/** How to build a Dockerfile. */
export interface Preparation {
  /** The build context. */
  readonly context: string;
  /** Build arguments by name. */
  readonly args?: Readonly<Record<string, string>>;
  /** Texts by secret id, readable during the build only. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The path of a file beside the Dockerfile of our own images. */
export function imageFile(...parts: readonly string[]): string {
  return join(projectDir, "tools/images", ...parts);
}
