/** Work that took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";

  constructor(readonly milliseconds: number) {
    super(`not done within ${milliseconds} ms`);
  }
}

/** Does the work; rejects with TimeoutError, and aborts the work's signal, when it takes longer. */
export async function within<Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new TimeoutError(milliseconds);
      abort.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
