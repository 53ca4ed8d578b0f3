import { expect, test } from "vitest";
import { imageDigest } from "../../../../infra/policy/rules/image-digest";
import { notYetKnown } from "../../../../infra/policy/values";
import {
  deployment,
  expectBroken,
  expectKept,
  goodContainer,
  messagesOf,
  withContainer,
} from "../support/resources";

const { image } = goodContainer;
const tagged = image.replace("part@", "part:1.2@");

test.each([image, tagged, `localhost:5000/part@${image.split("@")[1]}`])(
  "image-digest - takes %s",
  (image) => {
    expectKept(imageDigest, withContainer({ image }));
  },
);

test.each([
  ["registry.example.com/part:1.2", /has no digest\. Name it by digest/],
  ["registry.example.com:5000/part", /means another image/],
  ["part:latest", /means another image/],
  [image.replace("part@", "part:latest@"), /means another image/],
  ["part@sha256:12", /has no digest/],
])("image-digest - refuses %s", (image, message) => {
  expectBroken(imageDigest, message, withContainer({ image }));
});

test("image-digest - looks at containers that run before the main ones", () => {
  const initContainers = [{ ...goodContainer, name: "first", image: "part:1" }];
  expectBroken(imageDigest, /container "first"/, deployment({ initContainers }));
});

test("image-digest - waits for an image that is yet to be built", () => {
  expect(messagesOf(imageDigest, withContainer({ image: notYetKnown }))).toEqual([]);
});
