// A journal in a folder of its own, and who reads figures out of it.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { figureReader } from '../../electron/adapters/storage/figure-reader.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';
import type { FigureReader } from '../../electron/ports/figures.ts';

const KEY = '5a'.repeat(32);

export interface FigureBook {
  readonly folder: string;
  readonly journal: StoredJournal;
  readonly reader: FigureReader;
  close(): void;
}

export function openFigureBook(): FigureBook {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-figures-'));
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const journal = opened.value;
  const reader = figureReader(folder, KEY);
  return {
    ...{ folder, journal, reader },
    close() {
      reader.close();
      journal.close();
      rmSync(folder, { recursive: true });
    },
  };
}
