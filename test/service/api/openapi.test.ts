import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { isValid, openApi, operations } from "./documented";

const bodies = operations.flatMap(({ method, path, operation }) =>
  [operation.requestBody, ...Object.values(operation.responses)].flatMap((body) =>
    Object.values(body?.content ?? {}).map((media) => ({ at: `${method} ${path}`, media })),
  ),
);

test("openapi - is what the specification's own schema asks for", async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...openApi })).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("openapi - names its version and has no reference that leads nowhere", () => {
  expect(openApi.openapi).toBe("3.1.1");
  const references = [...JSON.stringify(openApi).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)];
  const broken = references.filter(
    ([, section, name]) => Reflect.get(Reflect.get(openApi.components, section!), name!) === undefined,
  );
  expect(references.length).toBeGreaterThan(100);
  expect(broken).toEqual([]);
});

test("openapi - every operation has an id of its own, a summary, a tag that is explained and an error", () => {
  const tags = openApi.tags.map(({ name }) => name);
  for (const { operation } of operations) {
    expect(operation.summary).not.toBe("");
    expect(operation.tags.every((tag) => tags.includes(tag))).toBe(true);
    expect(Object.keys(operation.responses)).toContain("500");
  }
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
});

test("openapi - every response says when it comes and has the headers of all", () => {
  for (const { operation } of operations) {
    for (const answer of Object.values(operation.responses)) {
      expect(answer.description).not.toBe("Default Response");
      expect(Object.keys(answer.headers ?? {})).toEqual(
        expect.arrayContaining(["Cache-Control", "X-Request-Id"]),
      );
    }
  }
});

test("openapi - every body has an example, and it is a valid one", () => {
  const examples = bodies.flatMap(({ at, media }) => {
    const values = Object.values(media.examples ?? {}).map(({ value }) => value);
    return (values.length > 0 ? values : [media.example]).map((example) => ({ at, media, example }));
  });
  const invalid = examples.filter(({ media, example }) => !isValid(media.schema, example));
  expect(invalid).toEqual([]);
});

test("openapi - routes that need an access token say so, and no others", () => {
  const open = operations.filter(({ operation }) => operation.security === undefined);
  expect(open.map(({ operation }) => operation.operationId).sort()).toEqual([
    "keys",
    "login",
    "refresh",
    "register",
    "revoke",
  ]);
});
