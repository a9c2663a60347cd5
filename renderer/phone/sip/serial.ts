/** Runs jobs one after the other: re-INVITEs of one session must never overlap (glare, RFC 3261 14.1). */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const next = this.#last.then(job, job);
    this.#last = next.catch(() => undefined);
    return next;
  }
}
