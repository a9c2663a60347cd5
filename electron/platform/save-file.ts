// Where a file goes that the person asked for: the system's own dialog, then straight to that place. Nothing is written
// anywhere else, not even for a moment.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { SaveFile } from '../ports/export.ts';
import type { Log } from '../ports/runtime.ts';
import type { Words } from './words.ts';

/** The answer is the dialog itself: who asked waits for nothing, and a file that cannot be written is said in words. */
export function saveWithDialog(words: Words, log: Log): SaveFile {
  return ({ name, text, encoding = 'utf8' }) => {
    void ask(name, Buffer.from(text, encoding), words).catch((error: unknown) => {
      log.warn('export.notSaved', { error: error instanceof Error ? error.name : 'unknown' });
      dialog.showErrorBox(words('save.title'), words('save.failed'));
    });
  };
}

async function ask(name: string, bytes: Buffer, words: Words): Promise<void> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: words('save.title'),
    defaultPath: path.join(app.getPath('documents'), name),
    filters: [{ name: path.extname(name).slice(1).toUpperCase(), extensions: [path.extname(name).slice(1)] }],
  });
  // Readable by who saved it: the file holds what patients said.
  if (!canceled && filePath !== '') await writeFile(filePath, bytes, { mode: 0o600 });
}
