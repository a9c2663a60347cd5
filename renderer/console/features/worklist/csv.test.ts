import { expect, it } from 'vitest';
import type { WorkItem, WorkReport } from '../../../../shared/contract/work.ts';
import { cell, reportCsv } from './csv.ts';

it('keeps quotes, commas and lines in their cell, and formulas as text', () => {
  expect(['plain', 'a "b"', 'a,b', 'a\nb', '=1+1', '+1 617', '-x', '@y'].map(cell)).toEqual([
    'plain',
    '"a ""b"""',
    '"a,b"',
    '"a\nb"',
    "'=1+1",
    "'+1 617",
    "'-x",
    "'@y",
  ]);
});

it('has one line a promise under its standing', () => {
  const item = { id: 'a', about: 'Doe, Jane', owner: '=cmd|x', due: '2026-11-20' } as WorkItem;
  const figures = { promised: ['a', 'b'], keptInWindow: [], keptLate: [], overdue: ['a'], open: ['b'] };
  const report = { day: '2026-11-20', all: figures, byOwner: [], moved: [], items: [item] } as unknown as WorkReport;
  const words = { columns: ['state', 'what'], figure: (name: string) => name, what: () => 'call' };
  expect(reportCsv(report, words)).toBe(`state,what\r\noverdue,call,"Doe, Jane",,'=cmd|x,2026-11-20,,`);
});
