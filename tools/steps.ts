import { appendFileSync } from "node:fs";
import { clearLine, cursorTo } from "node:readline";

/** What a step did: "unchanged" lets `make up` say that a second run changed nothing. */
export type Outcome = "changed" | "unchanged";

/** One step of a command: `run` reports what it is doing in a few words, e.g. "building kubelet (3 of 12)". */
export interface Step {
  readonly title: string;
  readonly run: (report: (doing: string) => void) => Promise<Outcome>;
}

/** What a step did and how long it took. */
export interface StepResult {
  readonly title: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Runs the steps in order, showing "step n of m" with elapsed time. A step that fails ends the run. */
export async function runSteps(steps: readonly Step[], logFile: string): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    results.push(await runStep(step, `[${index + 1}/${steps.length}]`, logFile));
  }
  return results;
}

async function runStep(step: Step, position: string, logFile: string): Promise<StepResult> {
  const started = Date.now();
  const line = openLine(`${position} ${step.title}`, started);
  appendFileSync(logFile, `\n== ${position} ${step.title}\n`);
  try {
    const outcome = await step.run(line.report);
    line.close(outcome === "unchanged" ? "unchanged" : "done");
    return { title: step.title, outcome, seconds: (Date.now() - started) / 1000 };
  } catch (error) {
    line.close("failed");
    throw error;
  }
}

interface Line {
  readonly report: (doing: string) => void;
  readonly close: (result: string) => void;
}

/** A terminal gets one line that is redrawn every second; anything else gets a plain line per report. */
function openLine(title: string, started: number): Line {
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  if (!process.stdout.isTTY) {
    console.log(title);
    return {
      report: (doing) => console.log(`    ${doing} (${elapsed()})`),
      close: (result) => console.log(`    ${result} after ${elapsed()}`),
    };
  }
  let doing = "";
  const draw = () => redraw(`${title}${doing && ` · ${doing}`} · ${elapsed()}`);
  const timer = setInterval(draw, 1000);
  draw();
  return {
    report: (next) => {
      doing = next;
      draw();
    },
    close: (result) => {
      clearInterval(timer);
      redraw(`${title} · ${result} · ${elapsed()}\n`);
    },
  };
}

function redraw(text: string): void {
  clearLine(process.stdout, 0);
  cursorTo(process.stdout, 0);
  process.stdout.write(text.endsWith("\n") ? text : text.slice(0, process.stdout.columns - 1));
}
