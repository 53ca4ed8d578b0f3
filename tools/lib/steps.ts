import { appendFileSync } from "node:fs";
import { clearLine, cursorTo } from "node:readline";

/** What a step did: "unchanged" lets `make up` say that a second run changed nothing. */
export type Outcome = "changed" | "unchanged";

/** How a step ended: what it did, or that it only looked whether something works. */
export type Ending = Outcome | "proven";

/** What a step did and how long it took. */
export interface StepResult {
  readonly title: string;
  readonly outcome: Ending;
  readonly seconds: number;
}

/** Says what a step is doing in a few words, e.g. "building kubelet (3 of 12)". */
export type Report = (doing: string) => void;

/** A command's steps, shown as "step n of m" with elapsed time. */
export class Steps {
  readonly results: StepResult[] = [];

  constructor(
    private readonly total: number,
    private readonly logFile: string,
  ) {}

  /** Runs one step. Its result says, or is, its outcome. What it notes stays to be read, also on a terminal. */
  async run<T extends Ending | { readonly outcome: Ending }>(
    title: string,
    work: (report: Report, note: Report) => Promise<T>,
  ): Promise<T> {
    const started = Date.now();
    const position = `[${this.results.length + 1}/${this.total}]`;
    appendFileSync(this.logFile, `\n== ${position} ${title}\n`);
    const line = openLine(`${position} ${title}`, started);
    try {
      const result = await work(line.report, line.note);
      const outcome = outcomeOf(result);
      line.close(outcome === "changed" ? "done" : outcome);
      this.results.push({ title, outcome, seconds: (Date.now() - started) / 1000 });
      return result;
    } catch (error) {
      line.close("failed");
      throw error;
    }
  }
}

function outcomeOf(result: Ending | { readonly outcome: Ending }): Ending {
  return typeof result === "string" ? result : result.outcome;
}

interface Line {
  readonly report: Report;
  readonly note: Report;
  readonly close: (result: string) => void;
}

/** A terminal gets one line that is redrawn every second; anything else gets a plain line per report. */
function openLine(title: string, started: number): Line {
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  if (!process.stdout.isTTY) {
    console.log(title);
    const report: Report = (doing) => console.log(`    ${doing} (${elapsed()})`);
    return {
      report,
      note: report,
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
    note: (line) => {
      redraw(`    ${line}\n`);
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
