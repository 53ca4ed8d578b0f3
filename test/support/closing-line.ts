import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with the line "N passed, N failed", which every CI can read; a run without a test has failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string) => states.filter((each) => each === state).length;
    const [passed, failed, skipped] = [count("passed"), count("failed") + broken, count("skipped")];
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    if (passed === 0 || skipped > 0) process.exitCode = 1;
  }
}
