// A closure in the text of the site file: the text stays as it was written, comments and order and all, and only the list of
// closures grows or shrinks by a line.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import { isSameClosure } from '../../../shared/domain/schedule/closing.ts';
import { Closure } from '../../../shared/domain/site/hours.ts';

/** Adds a closure to a site file's document; `false` where it is there already. */
export function addClosure(document: Document, closure: Closure): boolean {
  const list = document.getIn(['hours', 'closures']);
  if (!isSeq(list)) {
    const fresh = new YAMLSeq();
    fresh.add(lineOf(document, closure));
    document.setIn(['hours', 'closures'], fresh);
    return true;
  }
  if (list.items.some((item) => isThis(item, closure))) return false;
  const line = lineOf(document, closure);
  // `closures: []` has room for nothing in its brackets: the list begins anew, in lines.
  if (list.items.length === 0) list.flow = false;
  list.add(line);
  return true;
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

/** The text with its list of closures as `edit` leaves it, and not a letter beside it changed; `edit` says whether it did. */
export function withClosures(text: string, edit: (document: Document.Parsed) => boolean): string {
  const document = parseDocument(text);
  const place = placeIn(document);
  if (!edit(document)) return text;
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
