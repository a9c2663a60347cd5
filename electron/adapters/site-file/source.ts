// Where the site file comes from: a path, watched.
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SiteSource } from '../../ports/site.ts';
import { parseSite } from './parse.ts';

/** Editors write a file in several steps; one reading after they are done is enough. */
const SETTLE_MS = 150;

export function siteFromFile(file: string): SiteSource {
  return {
    read: async () => {
      try {
        return parseSite(await readFile(file, 'utf8'));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
        return {
          ok: false,
          problems: [{ line: 1, column: 1, path: '', message: `The file cannot be read (${code}).` }],
        };
      }
    },
    watch: (onChange) => {
      let timer: NodeJS.Timeout | undefined;
      // The folder is watched, not the file: editors replace the file, and a watch on it would stay with the old one.
      const watcher = watch(path.dirname(file), (_event, name) => {
        if (name !== null && name !== path.basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(onChange, SETTLE_MS);
      });
      return () => {
        clearTimeout(timer);
        watcher.close();
      };
    },
  };
}
