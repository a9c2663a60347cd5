// Finished notes on paper: a page a note, in one file that any browser prints. Everything from a note is text; nothing in it
// can become markup.
import type { PrintedLine, PrintedNote } from '../note/printed.ts';

export interface PaperFrame {
  readonly title: string;
  /** Who printed it, when, and why. */
  readonly foot: string;
  readonly language: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

const STYLE = `
  body { font: 11pt/1.45 system-ui, sans-serif; color: #111; margin: 0 auto; max-width: 46em; padding: 2em; }
  article { break-after: page; border-top: 2px solid #111; padding-top: .6em; margin-bottom: 3em; }
  h1 { font-size: 12pt; margin: 0 0 1.5em; font-weight: 400; }
  h2 { font-size: 13pt; margin: 0; }
  h3 { font-size: 10pt; margin: 1.2em 0 .3em; text-transform: uppercase; letter-spacing: .04em; }
  article > p { color: #444; margin: 0; }
  dd.alone { grid-column: 1 / -1; }
  dl { display: grid; grid-template-columns: 11em 1fr; gap: .45em 1em; margin: 0; }
  dt { color: #444; }
  dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
  footer { color: #444; font-size: 9pt; margin-top: 2em; }
  @page { margin: 2cm; }
  @media print { body { padding: 0; max-width: none; } article:last-of-type { break-after: auto; } }`;

const line = ({ label, text }: PrintedLine): string =>
  label === '' ? `<dd class="alone">${escaped(text)}</dd>` : `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`;

const article = ({ title, about, sections }: PrintedNote): string =>
  `<article><h2>${escaped(about || title)}</h2>${about === '' ? '' : `<p>${escaped(title)}</p>`}${sections
    .map(({ heading, lines }) => `<h3>${escaped(heading)}</h3><dl>${lines.map(line).join('')}</dl>`)
    .join('')}</article>`;

export function paper(notes: readonly PrintedNote[], { title, foot, language }: PaperFrame): string {
  return `<!doctype html>
<html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>
${notes.map(article).join('\n')}
<footer>${escaped(foot)}</footer></body></html>
`;
}
