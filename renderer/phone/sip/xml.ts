// A document of another program, as plain data: read by the browser's parser, bounded, without document types or entities.
import type { XmlNode } from '../../../shared/domain/presence/presence.ts';

const LONGEST = 100_000;
const DEEPEST = 8;
const MOST_CHILDREN = 200;

/** undefined: not XML, or more of it than anybody needs. */
export function parseXml(text: string): XmlNode | undefined {
  // Entities could make a megabyte out of a line; no document of a PBX needs them.
  if (text.length > LONGEST || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  const document = new DOMParser().parseFromString(text.trim(), 'application/xml');
  if (document.getElementsByTagName('parsererror').length > 0) return undefined;
  return nodeOf(document.documentElement, 1);
}

function nodeOf(element: Element, depth: number): XmlNode {
  const children = depth < DEEPEST ? Array.from(element.children).slice(0, MOST_CHILDREN) : [];
  return {
    name: element.localName.toLowerCase(),
    attributes: Object.fromEntries(Array.from(element.attributes, ({ localName, value }) => [localName, value])),
    text: children.length === 0 ? (element.textContent ?? '').slice(0, 1_000) : '',
    children: children.map((child) => nodeOf(child, depth + 1)),
  };
}
