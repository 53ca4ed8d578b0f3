import { kindOf } from "./kubernetes";
import type { Resource } from "./rule";
import { membersAt } from "./values";

/** A file in a ConfigMap or Secret. */
export interface File {
  readonly name: string;
  readonly text: string;
}

/** Fields that hold files. The Kubernetes provider hands a Secret's stringData over as data. */
const encodings: Readonly<Record<string, Readonly<Record<string, BufferEncoding>>>> = {
  ConfigMap: { data: "utf8", binaryData: "base64" },
  Secret: { stringData: "utf8", data: "base64" },
};

/** Files of a ConfigMap or Secret whose name fits, as far as their content is known. */
export function filesOf(resource: Resource, name: RegExp): File[] {
  const fields = encodings[kindOf(resource) ?? ""] ?? {};
  return Object.entries(fields).flatMap(([field, encoding]) =>
    membersAt(resource.props, field).flatMap(([key, content]) =>
      name.test(key) && typeof content === "string"
        ? [{ name: key, text: Buffer.from(content, encoding).toString() }]
        : [],
    ),
  );
}
