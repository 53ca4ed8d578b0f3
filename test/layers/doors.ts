import type { Imports } from "./imports";

/** Every import of a package past its doors, and every door that is none, each with what to do. */
export function pastDoors(packages: Imports, doors: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(doors).flatMap(([name, files]) => {
    const importers = [...packages].flatMap(([file, imported]) => (imported.includes(name) ? [file] : []));
    const past = importers.filter((file) => !files.includes(file));
    const idle = files.filter((file) => !importers.includes(file));
    return [
      ...past.map(
        (file) => `${file} imports from ${name}: only these do, import from one: ${files.join(", ")}`,
      ),
      ...idle.map((file) => `${file} imports nothing from ${name}: take it out`),
    ].map((problem) => `${problem} (test/layers/layers.ts)`);
  });
}
