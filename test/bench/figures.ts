/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One line a figure; `target` is an upper limit. */
export function figure(name: string, value: number, unit: string, target?: number): void {
  const shown = value.toFixed(value < 10 ? 2 : 1);
  const verdict = target === undefined ? '' : ` target ${target} ${value <= target ? 'ok' : 'short'}`;
  console.log(`figure ${name} ${shown} ${unit}${verdict}`);
}
