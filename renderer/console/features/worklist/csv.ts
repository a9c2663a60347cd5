// The report as a table for other programs (RFC 4180). Pure.
import type { WorkItem, WorkReport } from '../../../../shared/contract/work.ts';
import { FIGURES } from '../../../../shared/domain/work/report.ts';

/** A cell; what a spreadsheet would take for a formula is made text. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface CsvWords {
  readonly columns: readonly string[];
  readonly figure: (name: (typeof FIGURES)[number]) => string;
  readonly what: (item: WorkItem) => string;
}

/** One line a promise: how it stands, what, whom about, owner, due, closed. */
export function reportCsv(report: WorkReport, words: CsvWords): string {
  const standing = FIGURES.filter((name) => name !== 'promised');
  const lines = standing.flatMap((name) =>
    report.all[name].flatMap((id) => {
      const item = report.items.find((each) => each.id === id);
      if (!item) return [];
      const closed = item.closed ? [new Date(item.closed.at).toISOString(), item.closed.name] : ['', ''];
      return [[words.figure(name), words.what(item), item.about, item.number ?? '', item.owner, item.due, ...closed]];
    }),
  );
  return [words.columns, ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
}
