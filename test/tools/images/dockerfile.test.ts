import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authServiceImage } from "../../../tools/images/auth-service/image";
import { copiedPaths } from "../../../tools/images/dockerfile";
import { projectDir } from "../../../tools/lib/paths";

test("Dockerfile - what is copied from the context, over several lines and with flags", () => {
  const text = `FROM base AS build
COPY package.json package-lock.json ./
COPY --chown=0:0 src \\
  lib /app/
RUN echo COPY nothing here
FROM base
COPY --from=build /app/dist /app
`;
  expect(copiedPaths(text)).toEqual(["package.json", "package-lock.json", "src", "lib"]);
});

test("Dockerfile - all that the service's image is built from is in the checkout and counts", () => {
  const { dockerfile, inputs } = authServiceImage;
  const copied = copiedPaths(readFileSync(dockerfile, "utf8"));
  expect(copied).toContain("package-lock.json");
  expect(inputs().files).toEqual(copied.map((path) => join(projectDir, path)));
});
