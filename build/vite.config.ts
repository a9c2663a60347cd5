// Builds the pages: the console, the phone page and the wallboard. Nothing is inlined, because the pages run under a
// policy that takes scripts, styles, fonts and pictures from their own origin only.
import { existsSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../renderer');
const pages = ['console', 'phone', 'wallboard']
  .map((page) => path.join(root, page, 'index.html'))
  .filter((page) => existsSync(page));

export default defineConfig({
  root,
  base: './',
  plugins: [react()],
  build: {
    outDir: path.resolve(import.meta.dirname, '../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    // Pages come from this computer: one larger file is no slower.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
});
