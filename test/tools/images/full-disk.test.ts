import { expect, test } from "vitest";
import { explainFullDisk } from "../../../tools/images/full-disk";
import { UserError } from "../../../tools/lib/errors";

const failures = {
  "of our own": Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
  "of a program": new UserError("buildah bud failed: write /x: no space left on device", "…", "images.log"),
};

test.each(Object.entries(failures))(
  "full disk - a failure %s is one clear line with what to do",
  (_, failure) => {
    expect(explainFullDisk(failure)).toMatchObject({
      name: "UserError",
      message: "The disk is full: no room to build images",
      fix: expect.stringContaining("free"),
    });
  },
);

test("full disk - other failures stay as they are", () => {
  const failure = new UserError("npm pack failed", "Check the registry.");
  expect(explainFullDisk(failure)).toBe(failure);
});
