import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** Takes longer than any other file by far: begun last, it would hold up the end alone. */
const longest = /\/grown\.long\.test\.ts$/;

/** Vitest's order, in which files that it has not seen run by size, but for the one that takes longest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}
