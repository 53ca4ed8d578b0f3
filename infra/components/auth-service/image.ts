import { join } from "node:path";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceImage } from "../../config/schema";

const projectDir = join(__dirname, "../../..");

/** The image to deploy: the configured one, or one that is built here, pushed and named by its digest. */
export function serviceImage(image: ServiceImage, parent: pulumi.Resource): pulumi.Input<string> {
  if (typeof image === "string") return image;
  const built = new docker.Image(
    "auth-service",
    {
      imageName: image.repository,
      build: {
        context: projectDir,
        dockerfile: join(projectDir, "service/Dockerfile"),
        platform: "linux/amd64",
        ...(image.baseImage !== undefined && { args: { BASE_IMAGE: image.baseImage } }),
      },
    },
    { parent },
  );
  return built.repoDigest;
}
