// Texts side by side: what is different, and two edits of one text put together. Line by line.
import { diffArrays } from 'diff';
import type { DiffLine } from '../../../shared/domain/practice/types.ts';
import type { Clash, Merged } from '../../ports/site.ts';

/** Unchanged lines shown around a change. */
const AROUND = 3;
/** A difference longer than that is nobody's to read. */
const MOST_LINES = 2_000;

export function difference(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let [at, now] = [1, 1];
  for (const { value, added, removed } of diffArrays(before.split('\n'), after.split('\n')))
    for (const text of value) {
      if (added) lines.push({ kind: 'added', text, after: now++ });
      else if (removed) lines.push({ kind: 'removed', text, before: at++ });
      else lines.push({ kind: 'same', text, before: at++, after: now++ });
    }
  return folded(lines);
}

/** Long stretches without a change are left out. */
function folded(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Uint8Array(lines.length);
  lines.forEach(({ kind }, at) => {
    if (kind !== 'same') near.fill(1, Math.max(0, at - AROUND), at + AROUND + 1);
  });
  const shown: DiffLine[] = [];
  lines.forEach((line, at) => {
    if (near[at]) shown.push(line);
    else if (shown.length > 0 && near[at - 1]) shown.push({ kind: 'gap', text: '' });
  });
  if (shown.at(-1)?.kind === 'gap') shown.pop();
  return shown.slice(0, MOST_LINES);
}

/** Lines `from` to `to` (not included) of the base became `lines`. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

function hunksOf(base: readonly string[], edited: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  for (const { value, added, removed } of diffArrays([...base], [...edited])) {
    const last = hunks.at(-1);
    if (removed) hunks.push({ from: at, to: at + value.length, lines: [] });
    // Taken away and put there instead are one change.
    else if (added && last && last.to === at) hunks[hunks.length - 1] = { ...last, lines: [...last.lines, ...value] };
    else if (added) hunks.push({ from: at, to: at, lines: value });
    if (!added) at += value.length;
  }
  return hunks;
}

const touches = (a: Hunk, b: Hunk) => a.from <= b.to && b.from <= a.to;
const isSame = (a: Hunk, b: Hunk) =>
  a.from === b.from &&
  a.to === b.to &&
  a.lines.length === b.lines.length &&
  a.lines.every((l, at) => l === b.lines[at]);

/**
 * Both edits of `base` in one text. Changes that overlap, or stand directly beside each other, clash unless they are the
 * same; `prefer` says whose are taken then.
 */
export function merge(base: string, mine: string, theirs: string, prefer?: 'mine' | 'theirs'): Merged {
  if (mine === base || mine === theirs) return { ok: true, text: theirs };
  if (theirs === base) return { ok: true, text: mine };
  const lines = base.split('\n');
  const [my, their] = [hunksOf(lines, mine.split('\n')), hunksOf(lines, theirs.split('\n'))];
  const clash: Clash[] = [];
  const dropped = new Set<Hunk>();
  for (const one of my)
    for (const other of their) {
      if (!touches(one, other)) continue;
      if (isSame(one, other) || prefer === 'theirs') dropped.add(one);
      else if (prefer === 'mine') dropped.add(other);
      else clash.push({ mine: one.lines, theirs: other.lines });
    }
  if (clash.length > 0) return { ok: false, clash };
  const all = [...my, ...their].filter((hunk) => !dropped.has(hunk)).sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: string[] = [];
  let at = 0;
  for (const hunk of all) {
    merged.push(...lines.slice(at, hunk.from), ...hunk.lines);
    at = hunk.to;
  }
  return { ok: true, text: [...merged, ...lines.slice(at)].join('\n') };
}
