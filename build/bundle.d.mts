import type { Metafile } from 'esbuild';

/** Bundles what Electron runs; `outdir` is dist/electron unless a test wants its own. */
export function bundle(outdir?: string): Promise<{ main: Metafile; preload: Metafile }>;
