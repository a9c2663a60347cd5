// Figures as they are read.
import type { Figure } from '../../../../shared/domain/figures/sums.ts';
import { duration } from '../../ui/format.ts';

export function shownValue({ unit, value }: Pick<Figure, 'unit' | 'value'>, locale: string): string {
  if (value === undefined) return '–';
  if (unit === 'seconds') return duration(Math.round(value) * 1000);
  if (unit === 'share')
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: value < 0.1 ? 1 : 0 }).format(
      value,
    );
  return new Intl.NumberFormat(locale).format(value);
}
