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

/** Runs a bench to its end, whatever happens; a bench that hangs is a broken bench. */
export async function bench(limitMs: number, play: () => Promise<void>): Promise<never> {
  const limit = setTimeout(() => {
    console.log(`the bench did not end within ${limitMs / 1000} s`);
    process.exit(1);
  }, limitMs);
  try {
    await play();
  } catch (error) {
    console.log(error);
    process.exit(1);
  }
  clearTimeout(limit);
  process.exit(0);
}
