// Bundles what Electron runs into dist/electron: main.js and clinic.js (ESM; packages stay in node_modules, where native
// files and data are), preload.cjs (one file, as a sandboxed preload script must be), and the sounds beside the clinic.
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '..');
const inRoot = (...parts) => path.join(ROOT, ...parts);

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  logLevel: 'warning',
  metafile: true,
};

/** Puts the finished lists in place of the module that reads them from the contract: see electron/platform/page-names.ts. */
const finishedNames = {
  name: 'finished-names',
  setup({ onLoad }) {
    onLoad({ filter: /platform[\\/]page-names\.ts$/ }, async ({ path: file }) => {
      const { PAGE_NAMES } = await import(pathToFileURL(file).href);
      return { contents: `export const PAGE_NAMES = ${JSON.stringify(PAGE_NAMES)};`, loader: 'ts' };
    });
  },
};

/** @returns esbuild's metafiles: main (with the clinic) and preload */
export async function bundle(outdir = inRoot('dist/electron')) {
  await rm(outdir, { recursive: true, force: true });
  const main = await build({
    ...common,
    entryPoints: {
      main: 'electron/main.ts',
      clinic: 'electron/clinic/utility.ts',
      'look-worker': 'electron/adapters/look/look-worker.ts',
      'figure-worker': 'electron/adapters/storage/figure-worker.ts',
    },
    outdir,
    format: 'esm',
    packages: 'external',
    // main.ts imports the rest only once the environment is clean; in one file it would all be read first.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
  });
  const preload = await build({
    ...common,
    entryPoints: ['electron/preload.ts'],
    outfile: path.join(outdir, 'preload.cjs'),
    format: 'cjs',
    external: ['electron'],
    plugins: [finishedNames],
  });
  await cp(inRoot('electron/clinic/callers/sounds'), path.join(outdir, 'callers/sounds'), { recursive: true });
  return { main: main.metafile, preload: preload.metafile };
}

if (process.argv[1] === import.meta.filename) await bundle();
