// Places in a text: lines, margins, and where a node of the YAML library really ends.
import type { Node } from 'yaml';

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
/** Behind the line break of the line that `at` stands in or closes. */
export function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
/** Blanks before the first sign of the line. */
export const marginAt = (text: string, at: number): number => {
  const own = lineStart(text, at);
  // What stands behind a dash has its margin there: `- key: …`.
  return /^[ ]*(?:- +)*/.exec(text.slice(own, at + 1))![0].length;
};
export const startsLine = (text: string, at: number): boolean => text.slice(lineStart(text, at), at).trim() === '';

/** The library counts the line break, and blank lines after a text over several lines, to a block: they are not. */
export function ends(text: string, node: Node): number {
  const [from] = node.range!;
  let end = node.range![1];
  while (end > from && /\s/.test(text[end - 1]!)) end--;
  return end;
}

export const put = (text: string, from: number, to: number, instead: string): string =>
  text.slice(0, from) + instead + text.slice(to);
export const cut = (text: string, from: number, to: number): string => put(text, from, to, '');
