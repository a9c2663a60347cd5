import { describe, expect, it } from 'vitest';
import { makePdf } from './pdf.ts';

describe('a report on paper', () => {
  it('is a PDF of its tables, over as many pages as it takes, whatever the names are', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`José ${index} \u202Egnp 日本`, '1', '2', '3']);
    const bytes = await makePdf({
      ...{
        language: 'es',
        title: 'Riverside · Informe',
        lines: ['Días: 2026-01-05'],
        notes: ['–'],
        foot: 'Sam · reunión',
      },
      tables: [{ title: 'Todo', head: ['Cifra', 'Valor', 'Meta', ''], rows }],
      byHour: { title: 'Por hora', values: Array.from({ length: 24 }, (_, hour) => hour) },
    });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
    expect(bytes.toString('latin1')).toContain('/Lang');
  });
});
