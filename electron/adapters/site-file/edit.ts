// One change in the text of a site file. The YAML library says where things stand; only those signs are exchanged, so that
// comments, order and layout of everything else stay byte for byte. What cannot be done so is not done at all.
import { isDeepStrictEqual } from 'node:util';
import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { PracticeChange } from '../../../shared/domain/practice/types.ts';
import { changed } from '../../../shared/domain/practice/change.ts';
import { cut, ends, lineEnd, lineStart, marginAt, put, startsLine } from './lines.ts';
import { afterColon, fitsFlow, inBlock, inFlow, scalar } from './render.ts';

type Path = readonly (string | number)[];

/** A file read by the YAML library; undefined when it is not YAML. */
export function readYaml(text: string): Document | undefined {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true });
  return document.errors.length === 0 ? document : undefined;
}

/** The same, for who remembers what was read. Nobody changes a document. */
export type ReadYaml = (text: string) => Document | undefined;

export function dataOf(document: Document): Record<string, unknown> | undefined {
  try {
    const data: unknown = document.toJS({ maxAliasCount: 50 });
    return data !== null && typeof data === 'object' && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the text with the change made, and nothing but the change; undefined when only a person can do it */
export function edited(text: string, change: PracticeChange, read: ReadYaml = readYaml): string | undefined {
  const document = read(text);
  const data = document && dataOf(document);
  if (!document || !data) return undefined;
  const wanted = changed(data, change);
  if (wanted === undefined) return undefined;
  const done = apply(text, document, change);
  if (done === undefined) return undefined;
  // Whatever was spliced must read as exactly the change that was asked for.
  const after = read(done);
  return after && isDeepStrictEqual(dataOf(after), wanted) ? done : undefined;
}

function apply(text: string, document: Document, change: PracticeChange): string | undefined {
  const parent = nodeAt(document, change.path.slice(0, -1));
  const last = change.path.at(-1)!;
  switch (change.do) {
    case 'set':
      return set(text, document, change.path, change.value);
    case 'remove':
      if (isSeq(parent) && typeof last === 'number') return removeItem(text, document, parent, last);
      return isMap(parent) ? removePair(text, parent, last) : undefined;
    case 'insert':
      if (isSeq(parent) && typeof last === 'number') return insertItem(text, document, parent, last, change.value);
      // The list is not there yet: the first item makes it.
      return parent === undefined ? set(text, document, change.path.slice(0, -1), [change.value]) : undefined;
    case 'move':
      return isSeq(parent) && typeof last === 'number' ? moveItem(text, document, parent, last, change.to) : undefined;
  }
}

/** The node at a path; undefined also where an alias stands on the way, which has no place of its own in the text. */
export function nodeAt(document: Document, path: Path): Node | undefined {
  let node: unknown = document.contents;
  for (const step of path) {
    if (!isCollection(node)) return undefined;
    node = isSeq(node) ? node.items[Number(step)] : isMap(node) ? pairOf(node, step)?.value : undefined;
  }
  return isNode(node) && !isAlias(node) ? node : undefined;
}

export const pairOf = (map: YAMLMap, key: string | number): Pair<Node, Node | null> | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as Pair<Node, Node | null> | undefined;

const isFlow = (node: Node) => isCollection(node) && node.flow === true;
const startOf = (node: Node) => node.range![0];
const isPlainList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');

function set(text: string, document: Document, path: Path, value: unknown): string | undefined {
  const node = nodeAt(document, path);
  if (node === undefined) return add(text, document, path, value);
  if (node.anchor !== undefined || node.tag?.startsWith('!')) return undefined;
  const parent = nodeAt(document, path.slice(0, -1));
  const inside = parent !== undefined && isFlow(parent) ? 'flow' : 'block';
  if (isScalar(node) && (value === null || typeof value !== 'object')) return setScalar(text, node, value, inside);
  if (isSeq(node) && isPlainList(value) && isPlainList(node.toJSON()))
    return setList(text, document, { path, node, value });
  if (inside === 'flow') return put(text, startOf(node), ends(text, node), inFlow(value));
  return replaceInBlock(text, node, value);
}

function setScalar(text: string, node: Node, value: unknown, inside: 'flow' | 'block'): string {
  const [from, to] = node.range!;
  // A text over several lines ends with its line break, which stays.
  const end = text.slice(from, to).endsWith('\n') ? ends(text, node) : to;
  const space = from > 0 && !/\s/.test(text[from - 1]!) && from === to ? ' ' : '';
  return put(text, from, end, space + scalar(value, inside, isScalar(node) ? node : undefined));
}

/** A list of words: the ones that stay keep their lines and comments. */
function setList(
  text: string,
  document: Document,
  { path, node, value }: { path: Path; node: YAMLSeq; value: readonly unknown[] },
): string | undefined {
  const before = node.toJSON() as unknown[];
  let head = 0;
  while (head < before.length && head < value.length && before[head] === value[head]) head++;
  let tail = 0;
  const longest = Math.min(before.length, value.length) - head;
  while (tail < longest && before[before.length - 1 - tail] === value[value.length - 1 - tail]) tail++;
  const gone = before.length - head - tail;
  const come = value.slice(head, value.length - tail);
  if (gone + come.length > MOST_STEPS || value.length === 0) {
    if (isFlow(node)) return put(text, startOf(node), ends(text, node), inFlow(value));
    return replaceInBlock(text, node, value);
  }
  const replaced = Math.min(gone, come.length);
  const steps: PracticeChange[] = [
    ...come
      .slice(0, replaced)
      .map((item, at) => ({ do: 'set', path: [...path, head + at], value: item }) as PracticeChange),
    // Put in before taken out, so that the list is never empty on the way.
    ...come
      .slice(replaced)
      .map((item, at) => ({ do: 'insert', path: [...path, head + replaced + at], value: item }) as PracticeChange),
    ...Array.from(
      { length: gone - replaced },
      () => ({ do: 'remove', path: [...path, head + come.length] }) as PracticeChange,
    ),
  ];
  let now: string | undefined = text;
  let read: Document | undefined = document;
  for (const step of steps) {
    now = read && apply(now, read, step);
    read = now === undefined ? undefined : readYaml(now);
    if (now === undefined) return undefined;
  }
  return now;
}
const MOST_STEPS = 24;

/** A value behind `key:` or a dash of the block style, however it was written. */
function replaceInBlock(text: string, node: Node, value: unknown): string {
  const from = startOf(node);
  const end = ends(text, node);
  const own = lineStart(text, from);
  const isBelowKey = isCollection(node) && !isFlow(node) && startsLine(text, from);
  const margin = from - own;
  const staysBlock = isBelowKey && !isEmptyValue(value) && value !== null && typeof value === 'object';
  if (staysBlock) return put(text, from, end, inBlock(value, margin, 'block'));
  if (isBelowKey) return emptied(text, from, end, inBlock(value, margin));
  const line = marginAt(text, from);
  const isItem = /(?:^|\s)-\s+$/.test(text.slice(own, from));
  if (isItem) return put(text, from, end, inBlock(value, margin));
  const before = text.slice(0, from).replace(/[ \t]+$/, '');
  return before + afterColon(value, line) + text.slice(end);
}

const isEmptyValue = (value: unknown) => value !== null && typeof value === 'object' && Object.keys(value).length === 0;

/** What stood below a key becomes short enough to stand behind it; comments between stay where they are. */
function emptied(text: string, from: number, end: number, short: string): string {
  const colon = text.lastIndexOf(':', keyLineEnd(text, from)) + 1;
  const rest = cut(text, lineStart(text, from), lineEnd(text, end));
  return put(rest, colon, colon, ` ${short}`);
}

/** The end of the line that the value stands under: comments between are passed over. */
function keyLineEnd(text: string, from: number): number {
  let end = lineStart(text, from) - 1;
  while (end > 0 && /^\s*(?:#.*)?$/.test(text.slice(lineStart(text, end), end))) end = lineStart(text, end) - 1;
  const line = text.slice(lineStart(text, end), end);
  const comment = / #/.exec(line);
  return comment ? lineStart(text, end) + comment.index : end;
}

/** A key, or a path of them, that is not there yet. */
function add(text: string, document: Document, path: Path, value: unknown): string | undefined {
  const key = path.at(-1)!;
  const parent = nodeAt(document, path.slice(0, -1));
  if (isSeq(parent)) return insertItem(text, document, parent, Number(key), value);
  if (parent === undefined || !isMap(parent)) {
    if (path.length < 2 || typeof key === 'number') return undefined;
    return isCollection(parent) ? undefined : set(text, document, path.slice(0, -1), { [key]: value });
  }
  if (parent.anchor !== undefined || pairOf(parent, key)) return undefined;
  const name = String(key);
  if (parent.items.length === 0) return set(text, document, path.slice(0, -1), { [name]: value });
  const last = parent.items.at(-1) as Pair<Node, Node | null>;
  const end = ends(text, last.value ?? last.key);
  if (isFlow(parent)) return put(text, end, end, `, ${scalar(name, 'flow')}: ${inFlow(value)}`);
  const margin = startOf(parent) - lineStart(text, startOf(parent));
  const at = lineEnd(text, end);
  const gap = text[at - 1] === '\n' ? '' : '\n';
  const line = `${' '.repeat(margin)}${scalar(name, 'block')}:${afterColon(value, margin)}\n`;
  return put(text, at, at, gap + line);
}

function insertItem(
  text: string,
  document: Document,
  list: YAMLSeq,
  index: number,
  value: unknown,
): string | undefined {
  if (index > list.items.length || list.anchor !== undefined) return undefined;
  const items = list.items as Node[];
  if (items.length === 0) return replaceEmpty(text, document, list, value);
  const next = items[index];
  if (isFlow(list)) {
    const rendered = inFlow(value);
    if (next) return put(text, startOf(next), startOf(next), `${rendered}, `);
    const end = ends(text, items.at(-1)!);
    return put(text, end, end, `, ${rendered}`);
  }
  const margin = startOf(list) - lineStart(text, startOf(list));
  const isFlat = items.every((item) => isFlow(item) || !isCollection(item)) && fitsFlow(value, margin);
  const line = `${' '.repeat(margin)}- ${inBlock(value, margin + 2, isFlat ? 'fit' : 'block')}\n`;
  const chunk = chunkOf(text, list, Math.min(index, items.length - 1));
  if (!chunk) return undefined;
  const at = next ? chunk.from : chunk.to;
  return put(text, at, at, text[at - 1] === '\n' || at === 0 ? line : `\n${line}`);
}

function replaceEmpty(text: string, document: Document, list: YAMLSeq, value: unknown): string | undefined {
  const path = pathTo(document, list);
  const parent = path && nodeAt(document, path.slice(0, -1));
  if (parent === undefined) return undefined;
  if (isFlow(parent)) return put(text, startOf(list), ends(text, list), inFlow([value]));
  return replaceInBlock(text, list, [value]);
}

function pathTo(document: Document, wanted: Node, from: unknown = document.contents): Path | undefined {
  if (from === wanted) return [];
  if (!isCollection(from)) return undefined;
  for (const [index, item] of from.items.entries()) {
    const pair = item as Pair<Node, Node>;
    const step = isMap(from) ? (isScalar(pair.key) ? String(pair.key.value) : '') : index;
    const below = pathTo(document, wanted, isMap(from) ? pair.value : item);
    if (below) return [step, ...below];
  }
  return undefined;
}

function removeItem(text: string, document: Document, list: YAMLSeq, index: number): string | undefined {
  const items = list.items as Node[];
  const item = items[index];
  if (!item || list.anchor !== undefined) return undefined;
  if (items.length === 1) {
    const parent = nodeAt(document, pathTo(document, list)?.slice(0, -1) ?? []);
    if (parent && isFlow(parent)) return put(text, startOf(list), ends(text, list), '[]');
    return replaceInBlock(text, list, []);
  }
  if (isFlow(list)) {
    const next = items[index + 1];
    if (next) return cut(text, startOf(item), startOf(next));
    return cut(text, ends(text, items[index - 1]!), ends(text, item));
  }
  const chunk = chunkOf(text, list, index);
  return chunk && cut(text, chunk.from, chunk.to);
}

function moveItem(text: string, document: Document, list: YAMLSeq, index: number, to: number): string | undefined {
  const items = list.items as Node[];
  if (!items[index] || to >= items.length) return undefined;
  if (to === index) return text;
  if (isFlow(list)) {
    const value: unknown = items[index].toJS(document);
    const without = removeItem(text, document, list, index);
    const path = pathTo(document, list);
    const again = without === undefined ? undefined : readYaml(without);
    const shorter = again && path ? nodeAt(again, path) : undefined;
    return without !== undefined && again && isSeq(shorter)
      ? insertItem(without, again, shorter, to, value)
      : undefined;
  }
  const moved = chunkOf(text, list, index);
  const place = chunkOf(text, list, to);
  if (!moved || !place) return undefined;
  const lines = text.slice(moved.from, moved.to);
  const whole = lines.endsWith('\n') ? lines : `${lines}\n`;
  const at = to > index ? place.to : place.from;
  const gap = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  return to > index
    ? text.slice(0, moved.from) + text.slice(moved.to, at) + gap + whole + text.slice(at)
    : text.slice(0, at) + whole + text.slice(at, moved.from) + text.slice(moved.to);
}

/** The lines of one item of a block list, with the comment right above it; the first item leaves that to the list. */
function chunkOf(text: string, list: YAMLSeq, index: number): { from: number; to: number } | undefined {
  const item = (list.items as Node[])[index]!;
  const dash = dashOf(text, list, item);
  if (dash === undefined) return undefined;
  let from = lineStart(text, dash);
  while (index > 0 && from > 0) {
    const above = lineStart(text, from - 1);
    if (!/^\s*#/.test(text.slice(above, from))) break;
    from = above;
  }
  return { from, to: lineEnd(text, ends(text, item)) };
}

function dashOf(text: string, list: YAMLSeq, item: Node): number | undefined {
  const margin = startOf(list) - lineStart(text, startOf(list));
  for (let at = startOf(item); at >= startOf(list); at = lineStart(text, at) - 1) {
    const dash = lineStart(text, at) + margin;
    if (text[dash] === '-' && startsLine(text, dash)) return dash;
  }
  return undefined;
}

function removePair(text: string, map: YAMLMap, key: string | number): string | undefined {
  const index = map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
  const pairs = map.items as Pair<Node, Node | null>[];
  const pair = pairs[index];
  if (!pair || map.anchor !== undefined) return undefined;
  const from = startOf(pair.key);
  const end = ends(text, pair.value ?? pair.key);
  const next = pairs[index + 1];
  if (pairs.length === 1) {
    if (isFlow(map)) return put(text, startOf(map), ends(text, map), '{}');
    return startsLine(text, from) ? emptied(text, from, end, '{}') : put(text, from, end, '{}');
  }
  if (isFlow(map)) {
    if (next) return cut(text, from, startOf(next.key));
    const before = pairs[index - 1]!;
    return cut(text, ends(text, before.value ?? before.key), end);
  }
  if (startsLine(text, from)) return cut(text, lineStart(text, from), lineEnd(text, end));
  // The first key stands behind its dash: the next one takes its place.
  return next && cut(text, from, startOf(next.key));
}
