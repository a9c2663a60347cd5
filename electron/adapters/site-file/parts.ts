// One part of the site file as lines of its own, and those lines put back. Nothing around them is touched.
import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { SiteProblem } from '../../../shared/contract/session.ts';
import { PRACTICE_PARTS } from '../../../shared/domain/practice/types.ts';
import type { PracticePart } from '../../../shared/domain/practice/types.ts';
import type { PartLines } from '../../ports/site.ts';
import { nodeAt, pairOf, readYaml } from './edit.ts';
import type { ReadYaml } from './edit.ts';
import { ends, lineEnd, lineStart, startsLine } from './lines.ts';

interface Place {
  readonly from: number;
  readonly to: number;
  readonly margin: number;
}

/** The whole lines from the part's key to the end of its value. */
function placeOf(text: string, document: Document, part: PracticePart): Place | undefined {
  const path = PRACTICE_PARTS[part];
  const parent = path.length === 1 ? document.contents : nodeAt(document, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, path.at(-1)!) : undefined;
  // Written on one line with its neighbours, a part has no lines of its own.
  if (!pair || !startsLine(text, pair.key.range![0])) return undefined;
  const start = pair.key.range![0];
  const from = lineStart(text, start);
  return { from, to: lineEnd(text, ends(text, pair.value ?? pair.key)), margin: start - from };
}

export function partText(text: string, part: PracticePart, read: ReadYaml = readYaml): string {
  const document = read(text);
  const place = document && placeOf(text, document, part);
  if (!place) return '';
  return text
    .slice(place.from, place.to)
    .split('\n')
    .map((line) => (line.slice(0, place.margin).trim() === '' ? line.slice(place.margin) : line))
    .join('\n');
}

export function partLines(text: string, part: PracticePart, read: ReadYaml = readYaml): PartLines {
  const document = read(text);
  const place = document && placeOf(text, document, part);
  if (!place) return { from: 0, count: 0, margin: 0 };
  const count = text.slice(place.from, place.to).split('\n').length - (text[place.to - 1] === '\n' ? 1 : 0);
  return { from: text.slice(0, place.from).split('\n').length - 1, count, margin: place.margin };
}

type Put = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: SiteProblem[] };

export function withPartText(text: string, part: PracticePart, lines: string, read: ReadYaml = readYaml): Put {
  const problems = mistakesIn(part, lines);
  if (problems.length > 0) return { ok: false, problems };
  const document = read(text);
  if (!document) return no(1, 1, 'The rest of the file has a mistake. Mend it there first.');
  const place = placeOf(text, document, part) ?? newPlace(text, document, part);
  if (!place) return no(1, 1, 'This part shares a line with others in the file. Edit the file itself.');
  const margin = ' '.repeat(place.margin);
  const body = lines.replace(/\s+$/, '');
  const put = body
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : margin + line))
    .join('\n');
  const before = text.slice(0, place.from);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  const done = before + gap + (body === '' ? '' : `${put}\n`) + text.slice(place.to);
  if (!read(done)) return no(1, 1, 'These lines do not fit into the file. Check how far they are indented.');
  return { ok: true, text: done };
}

const no = (line: number, column: number, message: string): Put => ({
  ok: false,
  problems: [{ line, column, path: '', message }],
});

/** The lines must be YAML by themselves and hold nothing but the part. */
function mistakesIn(part: PracticePart, lines: string): SiteProblem[] {
  if (lines.trim() === '') return [];
  const counter = new LineCounter();
  const document = parseDocument(lines, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const place = (at: number) => {
    const { line, col } = counter.linePos(at);
    return { line, column: col, path: '' };
  };
  // Whatever comes after the first mistake is mostly its echo.
  const [error] = document.errors;
  if (error) {
    const why = (error.message.split('\n')[0] ?? '').replace(/ at line.*$/, '');
    return [{ ...place(error.pos[0]), message: `This is not valid YAML: ${why}` }];
  }
  const key = PRACTICE_PARTS[part].at(-1)!;
  const map = document.contents;
  if (!isMap(map)) return [{ ...place(0), message: `These lines begin with '${key}:'.` }];
  const stranger = map.items.find((pair) => !isScalar(pair.key) || pair.key.value !== key) as Pair<Node> | undefined;
  return stranger
    ? [{ ...place(stranger.key.range![0]), message: `Only '${key}:' belongs here. Edit the rest in its own place.` }]
    : [];
}

/** Where a part goes that the file does not have yet: behind its neighbours. */
function newPlace(text: string, document: Document, part: PracticePart): Place | undefined {
  const path = PRACTICE_PARTS[part];
  if (path.length === 1) return { from: text.length, to: text.length, margin: 0 };
  const parent = nodeAt(document, path.slice(0, -1));
  if (!isMap(parent) || parent.flow) return undefined;
  const last = (parent as YAMLMap<Node, Node | null>).items.at(-1);
  if (!last) return undefined;
  const start = parent.range![0];
  const at = lineEnd(text, ends(text, last.value ?? last.key));
  return { from: at, to: at, margin: start - lineStart(text, start) };
}
