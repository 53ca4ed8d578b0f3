/** Work that takes longer than it may. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";

  constructor(readonly milliseconds: number) {
    super(`not done within ${milliseconds} ms`);
  }
}

/**
 * Does the work, however long it takes: what has not ended can't be taken for undone. After the time its signal is aborted
 * with a TimeoutError, and each time that it has passed `onLate` is told.
 */
export async function overseen<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
  onLate: (error: TimeoutError) => void,
): Promise<Result> {
  const abort = new AbortController();
  let times = 0;
  const timer = setInterval(() => {
    times += 1;
    const error = new TimeoutError(times * milliseconds);
    abort.abort(error);
    onLate(error);
  }, milliseconds);
  try {
    return await work(abort.signal);
  } finally {
    clearInterval(timer);
  }
}
