// The site file as a path, on this PC or on a shared folder: read, watched, and written whole or not at all.
import { createHash, randomBytes } from 'node:crypto';
import { constants, unwatchFile, watch, watchFile } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { SiteReading, SiteSource, SiteStore, SiteText } from '../../ports/site.ts';
import { parseSite } from './parse.ts';

/** Editors write a file in several steps; one reading after they are done is enough. */
const SETTLE_MS = 150;
/** A shared folder tells nobody what another PC has written: it is looked at. */
const LOOK_MS = 2_000;
/** Writing takes milliseconds: a lock as old as that was left by a desk that died. */
const STALE_LOCK_MS = 10_000;
const LOCK_TRIES = 40;
const LOCK_PAUSE_MS = 50;

export const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';

export function siteFromFile(file: string): SiteSource & SiteStore {
  const text = async (): Promise<Result<SiteText>> => {
    try {
      const read = await readFile(file, 'utf8');
      return ok({ text: read, version: versionOf(read) });
    } catch (error) {
      return fail('siteUnreadable', codeOf(error));
    }
  };
  return {
    read: async () => readingOf(await text()),
    text,
    watch: (onChange) => watchPath(file, onChange),
    write: (changed, over) => writeLocked(file, changed, over),
    place: async () => ({ writable: await isWritable(file), keptAt: path.basename(file) }),
  };
}

export const readingOf = (read: Result<SiteText>): SiteReading => {
  if (read.ok) return parseSite(read.value.text);
  const message = `The file cannot be read (${read.error.detail ?? read.error.code}).`;
  return { ok: false, problems: [{ line: 1, column: 1, path: '', message }] };
};

/** The file, and the folder that a new one is renamed into. */
async function isWritable(file: string): Promise<boolean> {
  try {
    const real = await realpath(file);
    await access(real, constants.W_OK);
    await access(path.dirname(real), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function watchPath(file: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  watchFile(file, { interval: LOOK_MS, persistent: false }, soon);
  const watcher = watchFolder(file, soon);
  return () => {
    clearTimeout(timer);
    unwatchFile(file, soon);
    watcher?.close();
  };
}

/** Tells at once where the system can. The folder: editors replace the file, and a watch on it would stay with the old one. */
function watchFolder(file: string, soon: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path.dirname(file), (_event, name) => {
      if (name === null || name === path.basename(file)) soon();
    });
    // A folder that went away: the file is still looked at.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

async function writeLocked(file: string, text: string, over: string): Promise<Result<SiteText>> {
  let real = file;
  try {
    // A link stays a link: what it names is replaced.
    real = await realpath(file);
    const lock = `${real}.lock`;
    if (!(await locked(lock))) return fail('siteReadOnly', 'locked');
    try {
      return await replace(real, text, over);
    } finally {
      await rm(lock, { force: true });
    }
  } catch (error) {
    return failureOf(error);
  }
}

/** Two desks that write at the same moment: one waits for the other, and then finds the file changed. */
async function locked(lock: string): Promise<boolean> {
  for (let turn = 0; turn < LOCK_TRIES; turn++) {
    try {
      await (await open(lock, 'wx')).close();
      return true;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const since = await stat(lock).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      );
      if (since !== undefined && Date.now() - since > STALE_LOCK_MS) await rm(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
    }
  }
  return false;
}

async function replace(file: string, text: string, over: string): Promise<Result<SiteText>> {
  const now = await readFile(file, 'utf8');
  if (versionOf(now) !== over) return fail('siteChangedMeanwhile');
  const { mode } = await stat(file);
  const fresh = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    const handle = await open(fresh, 'wx', mode & 0o777);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  return ok({ text, version: versionOf(text) });
}

function failureOf(error: unknown): Result<never> {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return fail('siteDiskFull', code);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return fail('siteReadOnly', code);
  return fail('siteUnreadable', code);
}
