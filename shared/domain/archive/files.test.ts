import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';
import { printedPage } from './page.ts';

/** RFC 4180, read back as a spreadsheet does. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the table', () => {
  it.each(['=1+1', '+49 30', '-5', '@SUM(A1)', ' =cmd', '\t=1', '\n+1', '＝1', '\u0000=1'])(
    'makes %j harmless',
    (value) => {
      expect(read(csv([[value]]))).toEqual([[`'${value}`]]);
    },
  );
  it('is Unicode with its mark, and comes back as it was', () => {
    expect(csv([['ñ', '👩']]).startsWith('\ufeff')).toBe(true);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        (rows) => {
          const back = read(csv(rows));
          expect(back.map((row) => row.map((value) => value.replace(/^'/, '')))).toEqual(
            rows.map((row) => row.map((value) => value.replace(/^'/, ''))),
          );
          for (const value of back.flat()) expect(value).not.toMatch(/^[\s\u0000-\u001f\ufeff]*[=+\-@]/);
        },
      ),
    );
  });
});

describe('the printed page', () => {
  it('holds no markup that came from a note', () => {
    const hostile = '<img src=x onerror=alert(1)>&"\'';
    const lines = [{ label: hostile, text: hostile }];
    const note = { title: hostile, about: hostile, sections: [{ id: 'told' as const, heading: hostile, lines }] };
    const page = printedPage([note], {
      title: hostile,
      foot: hostile,
      language: 'en',
    });
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;img src=x onerror=alert\(1\)&gt;&amp;&quot;&#39;/g)?.length).toBe(8);
    expect(page).toContain('<meta charset="utf-8">');
  });
});
