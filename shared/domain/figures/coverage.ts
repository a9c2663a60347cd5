// What nobody heard: the time between `from` and `to` that no span covers. Pure. Epoch ms.

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A link that is back within so long has missed nothing that the figures would show. */
const NEGLIGIBLE_MS = 60_000;

export function missingOf(heard: readonly Span[], { from, to }: Span): Span[] {
  const missing: Span[] = [];
  let reached = from;
  for (const span of [...heard].sort((a, b) => a.from - b.from)) {
    if (span.from - reached > NEGLIGIBLE_MS) missing.push({ from: reached, to: Math.min(span.from, to) });
    reached = Math.max(reached, span.to);
    if (reached >= to) break;
  }
  if (to - reached > NEGLIGIBLE_MS) missing.push({ from: reached, to });
  return missing.filter((span) => span.to > span.from);
}

/** Of the missing time only what lies within the others. */
export function within(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap((span) =>
    others
      .map((other) => ({ from: Math.max(span.from, other.from), to: Math.min(span.to, other.to) }))
      .filter(({ from, to }) => to > from),
  );
}
