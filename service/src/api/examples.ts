import type { Media, Operation, Schema } from "./openapi";

/** The operation with an example of each body, put together from those of its fields. */
export function withExamples(operation: Operation): Operation {
  const { requestBody, responses } = operation;
  return {
    ...operation,
    ...(requestBody && { requestBody: withExample(requestBody) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [status, withExample(answer)]),
    ),
  };
}

function withExample<T extends { readonly content?: Readonly<Record<string, Media>> }>(body: T): T {
  if (body.content === undefined) return body;
  const content = Object.entries(body.content).map(([type, media]) => [
    type,
    { ...media, example: exampleOf(media.schema) },
  ]);
  return { ...body, content: Object.fromEntries(content) };
}

/** An example of a value: the schema's own, or one of its fields' and items'. */
function exampleOf(schema: Schema): unknown {
  const { examples, const: only, properties, items } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (isRecord(properties)) {
    const fields = Object.entries(properties).filter((field): field is [string, Schema] =>
      isRecord(field[1]),
    );
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field)]));
  }
  return isRecord(items) ? [exampleOf(items)] : only;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}
