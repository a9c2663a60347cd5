// Where callers are heard: every call's sound plays on the chosen device and moves when the choice does.

/**
 * Chromium keeps the stream to a device it has left open for five seconds and uses it again; but PulseAudio has moved that
 * stream elsewhere when the device was unplugged. So a device that is back this soon is used a moment later.
 */
const STALE_MS = 6_000;

export class Outputs {
  readonly #elements = new Set<HTMLMediaElement>();
  readonly #leftAt = new Map<string, number>();
  #sink = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The returned function ends it. */
  add(element: HTMLMediaElement): () => void {
    this.#elements.add(element);
    if (this.#sink !== '') this.#move(element);
    return () => this.#elements.delete(element);
  }

  /** @param sink empty: the system's own */
  use(sink: string): void {
    clearTimeout(this.#timer);
    if (sink === this.#sink) return;
    const now = performance.now();
    const wait = (this.#leftAt.get(sink) ?? -STALE_MS) + STALE_MS - now;
    if (sink !== '' && wait > 0) {
      this.#timer = setTimeout(() => this.use(sink), wait);
      return;
    }
    if (this.#sink !== '') this.#leftAt.set(this.#sink, now);
    this.#sink = sink;
    this.#elements.forEach((element) => this.#move(element));
  }

  #move(element: HTMLMediaElement): void {
    // A device that went away in between: the next look at the list finds another one.
    element.setSinkId(this.#sink).then(
      // An element whose device was unplugged has stopped by itself.
      () => {
        if (element.paused && element.srcObject) element.play().catch(() => undefined);
      },
      () => undefined,
    );
  }
}
