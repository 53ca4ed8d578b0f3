const lineWidth = 110;

/** JSON as the formatter writes it, so that a generated file passes the format check: short lists stay on their line. */
export function formatJson(value: unknown): string {
  return `${print(value, "", 0)}\n`;
}

/** `used` counts what stands on the line already. */
function print(value: unknown, indent: string, used: number): string {
  if (Array.isArray(value)) return printList(value, indent, used);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value)
    .filter(([, property]) => property !== undefined)
    .map(([name, property]) => {
      const start = `${inner}${JSON.stringify(name)}: `;
      return `${start}${print(property, inner, start.length)}`;
    });
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}

function printList(items: readonly unknown[], indent: string, used: number): string {
  const inner = `${indent}  `;
  const printed = items.map((item) => print(item, inner, inner.length));
  const line = `[${printed.join(", ")}]`;
  const isPlain = items.every((item) => typeof item !== "object" || item === null);
  // A comma may follow.
  if (isPlain && used + line.length < lineWidth) return line;
  return `[\n${printed.map((item) => `${inner}${item}`).join(",\n")}\n${indent}]`;
}
