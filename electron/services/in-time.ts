import type { Clock } from '../ports/runtime.ts';

/** What the work comes to, or `late` where it takes longer than `ms`; the work goes on by itself. It must not reject. */
export function inTime<T>(clock: Clock, work: Promise<T>, ms: number, late: T): Promise<T> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(late));
    void work.then((done) => {
      cancel();
      resolve(done);
    });
  });
}
