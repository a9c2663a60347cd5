// Where callers are heard: every call's sound plays on the chosen device and moves when the choice does.

export class Outputs {
  readonly #elements = new Set<HTMLMediaElement>();
  #sink = '';

  /** The returned function ends it. */
  add(element: HTMLMediaElement): () => void {
    this.#elements.add(element);
    if (this.#sink !== '') this.#move(element);
    return () => this.#elements.delete(element);
  }

  get sink(): string {
    return this.#sink;
  }

  /** @param sink empty: the system's own */
  use(sink: string): void {
    this.#sink = sink;
    this.#elements.forEach((element) => this.#move(element));
  }

  #move(element: HTMLMediaElement): void {
    const wanted = this.#sink;
    // A device that went away in between: the next look at the list finds another one.
    element.setSinkId(wanted).then(
      // An element whose device was unplugged has stopped by itself.
      () => {
        if (element.paused && element.srcObject) element.play().catch(() => undefined);
      },
      () => undefined,
    );
  }
}
