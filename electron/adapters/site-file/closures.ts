// A closure that is added to the site file from the window: the file stays as it was written, comments and order and all,
// and only the list of closures grows by a line. Nothing is written that the console would not read.
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import { isSameClosure } from '../../../shared/domain/schedule/closing.ts';
import { Closure } from '../../../shared/domain/site/hours.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { ClosureBook } from '../../ports/site.ts';
import { parseSite } from './parse.ts';

/** Adds a closure to a site file's document; the one that is there already is not written twice. */
export function addClosure(document: Document, closure: Closure): void {
  const list = document.getIn(['hours', 'closures']);
  if (!isSeq(list)) {
    const fresh = new YAMLSeq();
    fresh.add(lineOf(document, closure));
    document.setIn(['hours', 'closures'], fresh);
    return;
  }
  if (list.items.some((item) => isThis(item, closure))) return;
  const line = lineOf(document, closure);
  // `closures: []` has room for nothing in its brackets: the list begins anew, in lines.
  if (list.items.length === 0) list.flow = false;
  list.add(line);
}

/** Takes a closure out again; `false` where it is not there any more. */
export function removeClosure(document: Document, closure: Closure): boolean {
  const list = document.getIn(['hours', 'closures']);
  if (!isSeq(list)) return false;
  const at = list.items.findIndex((item) => isThis(item, closure));
  if (at < 0) return false;
  list.items.splice(at, 1);
  if (list.items.length === 0) list.flow = true;
  return true;
}

/** In one line; days and times in quotes, because other readers of YAML take 12:00 for a number. */
function lineOf(document: Document, closure: Closure): unknown {
  const line = document.createNode(closure, { flow: true });
  if (!isMap(line)) return line;
  for (const { key, value } of line.items)
    if (isScalar(key) && key.value !== 'reason' && isScalar(value)) value.type = 'QUOTE_SINGLE';
  return line;
}

/** The text with its list of closures as `edit` leaves it, and not a letter beside it changed. */
export function withClosures(text: string, edit: (document: Document.Parsed) => void): string {
  const document = parseDocument(text);
  const place = placeIn(document);
  edit(document);
  const list = document.getIn(['hours', 'closures'], true);
  if (!place || list === undefined) return document.toString({ lineWidth: 0 });
  const indent = ' '.repeat(place.start - (text.lastIndexOf('\n', place.start - 1) + 1));
  const written = printed(list).replace(/\n(?!\n|$)/g, `\n${indent}`);
  if (place.end === place.start) return `${text.slice(0, place.start)}${written}\n${indent}${text.slice(place.start)}`;
  // A list in lines reaches to the beginning of the line after it.
  const old = text.slice(place.start, place.end).trimEnd();
  return text.slice(0, place.start) + written + text.slice(place.start + old.length);
}

/** The list under its key, as it stands at the beginning of a line; what was remarked above the key stays above it. */
function printed(list: unknown): string {
  const map = new YAMLMap();
  map.items.push(new Pair(new Scalar('closures'), list));
  const part = new Document();
  part.contents = map as never;
  return part.toString({ lineWidth: 0 }).trimEnd();
}

/** Where the closures stand in the text; where there are none yet, the place before the first key of the hours. */
function placeIn(document: Document.Parsed): { start: number; end: number } | undefined {
  const hours = document.get('hours', true);
  if (!isMap(hours)) return undefined;
  const pair = hours.items.find(({ key }) => isScalar(key) && key.value === 'closures');
  const key = (pair ?? hours.items[0])?.key;
  const start = isScalar(key) ? key.range?.[0] : undefined;
  if (start === undefined) return undefined;
  const list = isNode(pair?.value) ? pair.value : undefined;
  // A remark behind the list is written with it.
  return { start, end: (list?.comment ? list.range?.[2] : list?.range?.[1]) ?? start };
}

function isThis(item: unknown, closure: Closure): boolean {
  const parsed = isMap(item) ? Closure.safeParse(item.toJSON()) : undefined;
  return parsed?.success === true && isSameClosure(parsed.data, closure);
}

export function closuresInFile(file: string): ClosureBook {
  // One change after the other: each begins with what the one before it has written.
  let last: Promise<unknown> = Promise.resolve();
  const change = (edit: (document: Document) => void): Promise<Result<void>> => {
    const next = last.then(() => rewrite(file, edit));
    last = next;
    return next;
  };
  return {
    add: (closure) => change((document) => addClosure(document, closure)),
    remove: (closure) => change((document) => void removeClosure(document, closure)),
  };
}

async function rewrite(file: string, edit: (document: Document) => void): Promise<Result<void>> {
  try {
    const before = await readFile(file, 'utf8');
    // A file that is being mended by hand is not touched from here.
    if (!parseSite(before).ok) return fail('siteInvalid');
    const after = withClosures(before, edit);
    if (!parseSite(after).ok) return fail('siteInvalid');
    if (after === before) return ok(undefined);
    // Somebody saved it meanwhile: theirs stays.
    if ((await readFile(file, 'utf8')) !== before) return fail('siteChanged');
    await replace(file, after);
    return ok(undefined);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return fail(['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'siteReadOnly' : 'siteUnwritable', code);
  }
}

/** Whole or not at all: a crash in between leaves the old file. */
async function replace(file: string, text: string): Promise<void> {
  const fresh = path.join(path.dirname(file), `.${path.basename(file)}.new`);
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file).catch(async (error: unknown) => {
    await rm(fresh, { force: true });
    throw error;
  });
}
