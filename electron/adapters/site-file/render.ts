// A value as YAML in the hand of our examples: short lists and maps on one line, times and numbers in quotes.
import { Document, Scalar, isScalar, visit } from 'yaml';

type Style = 'flow' | 'block';
/** The longest line that a list or map is written on. */
const WIDTH = 110;

const FLOW = { lineWidth: 0, singleQuote: true } as const;

/** Strings that begin like a number or a sign are quoted: other YAML readers would take them for something else. */
function quoted(document: Document): Document {
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== 'string') return;
      if (node.value.includes('\n')) node.type = Scalar.QUOTE_DOUBLE;
      else if (/^[\d*#+-]|^(?:yes|no|on|off|y|n)$/i.test(node.value)) node.type = Scalar.QUOTE_SINGLE;
    },
  });
  return document;
}

/** A single value for a place inside `[…]` or `{…}`, where commas and brackets need quotes. */
function scalarInFlow(value: unknown): string {
  const document = quoted(new Document([value]));
  visit(document, { Collection: (_key, node) => void (node.flow = true) });
  return document.toString(FLOW).trim().slice(1, -1).trim();
}

/** A single value behind a key or a dash. `like`: the quotes it had. */
export function scalarInBlock(value: unknown, like?: Scalar): string {
  const document = quoted(new Document(value));
  const node = document.contents;
  const isQuoted = like?.type === Scalar.QUOTE_SINGLE || like?.type === Scalar.QUOTE_DOUBLE;
  if (isScalar(node) && typeof value === 'string' && isQuoted && node.type !== Scalar.QUOTE_DOUBLE)
    node.type = like.type as Scalar.Type;
  return document.toString(FLOW).trimEnd();
}

export function scalar(value: unknown, style: Style, like?: Scalar): string {
  if (style === 'block') return scalarInBlock(value, like);
  const isQuoted = like?.type === Scalar.QUOTE_SINGLE || like?.type === Scalar.QUOTE_DOUBLE;
  return isQuoted && typeof value === 'string' ? scalarInBlock(value, like) : scalarInFlow(value);
}

/** On one line. */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (value === null || typeof value !== 'object') return scalarInFlow(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${scalarInFlow(key)}: ${inFlow(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

const isCollection = (value: unknown): value is object => value !== null && typeof value === 'object';
const isEmpty = (value: object) => Object.keys(value).length === 0;
/** A list of records is read one below the other, however short it is. */
const isListOfRecords = (value: unknown) => Array.isArray(value) && value.some(isCollection);
const spaces = (count: number) => ' '.repeat(count);

/** Whether it is written on one line at this margin. */
export function fitsFlow(value: unknown, margin: number): boolean {
  if (!isCollection(value) || isEmpty(value)) return true;
  if (isListOfRecords(value) && JSON.stringify(value).length > 60) return false;
  const line = inFlow(value);
  // Texts in several languages stand below each other as soon as they are sentences.
  return !line.includes('\n') && margin + line.length <= (Array.isArray(value) ? WIDTH : WIDTH - 20);
}

/** In lines; the first without its margin. An item or a value that is short stays on one line. */
export function inBlock(value: unknown, margin: number, style: 'fit' | 'block' = 'fit'): string {
  if (!isCollection(value)) return scalarInBlock(value);
  if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}';
  if (style === 'fit' && fitsFlow(value, margin)) return inFlow(value);
  const lines = Array.isArray(value)
    ? value.map((item) => `- ${inBlock(item, margin + 2)}`)
    : Object.entries(value).map(([key, inner]) => `${scalarInBlock(key)}:${afterColon(inner, margin)}`);
  return lines.join(`\n${spaces(margin)}`);
}

/** What stands behind `key:` with the key at this margin. */
export function afterColon(value: unknown, margin: number): string {
  if (fitsFlow(value, margin + 12)) return ` ${inBlock(value, margin)}`;
  return `\n${spaces(margin + 2)}${inBlock(value, margin + 2, 'block')}`;
}
