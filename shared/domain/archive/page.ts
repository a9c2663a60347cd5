// Finished notes on paper: one page a note, readable by who has only the paper. Everything from a note is text; nothing in
// it can become markup.
import type { PrintedNote, PrintedSection } from '../note/printed.ts';

export interface PrintedFrame {
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
export const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

const STYLE = `
  body { font: 11pt/1.45 system-ui, sans-serif; color: #111; margin: 0 auto; max-width: 46em; padding: 2em; }
  article { break-after: page; border-top: 2px solid #111; padding-top: .6em; margin-bottom: 3em; }
  h1 { font-size: 12pt; margin: 0 0 1.5em; font-weight: 400; }
  h2 { font-size: 13pt; margin: 0; }
  h3 { font-size: 11pt; margin: 1.2em 0 .3em; }
  p { margin: .2em 0 0; }
  dl { display: grid; grid-template-columns: 11em 1fr; gap: .45em 1em; margin: 0; }
  dt { color: #444; }
  dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
  footer { color: #444; font-size: 9pt; margin-top: 2em; }
  dd.alone { grid-column: 1 / -1; }
  @page { margin: 2cm; }
  @media print { body { padding: 0; max-width: none; } article:last-of-type { break-after: auto; } }`;

const listed = ({ heading, lines }: PrintedSection): string =>
  `<h3>${escaped(heading)}</h3><dl>${lines
    .map(({ label, text }) =>
      label === '' ? `<dd class="alone">${escaped(text)}</dd>` : `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`,
    )
    .join('')}</dl>`;

export function printedPage(notes: readonly PrintedNote[], { title, foot, language }: PrintedFrame): string {
  const articles = notes.map(
    (note) =>
      `<article><h2>${escaped(note.title)}</h2><p>${escaped(note.about)}</p>${note.sections.map(listed).join('')}</article>`,
  );
  return `<!doctype html>
<html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>
${articles.join('\n')}
<footer>${escaped(foot)}</footer></body></html>
`;
}
