import { checkContainers, containerName } from "../kubernetes";
import type { ResourceRule } from "../rule";
import { textAt } from "../values";

/** A tag can mean another image tomorrow; a digest can't. */
export const imageDigest: ResourceRule = {
  name: "image-digest",
  description: "Images are named by digest, and never by the tag latest.",
  scope: "resource",
  check: checkContainers((container) => {
    const image = textAt(container, "image");
    if (image === undefined || (isPinned(image) && !isLatest(image))) return [];
    const problem = isLatest(image) ? "means another image after the next push" : "has no digest";
    return [
      `The image ${JSON.stringify(image)} of ${containerName(container)} ${problem}. ` +
        "Name it by digest (repository@sha256:…); `make images REGISTRY=…` prints the lines for the stack's configuration.",
    ];
  }),
};

function isPinned(image: string): boolean {
  return /@sha256:[0-9a-f]{64}$/.test(image);
}

/** A name with neither tag nor digest means the tag latest. */
function isLatest(image: string): boolean {
  const [name = ""] = image.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.endsWith(":latest") || (!last.includes(":") && !image.includes("@"));
}
