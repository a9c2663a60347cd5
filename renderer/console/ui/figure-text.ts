// Figures of the reports as they are read.
import type { Figure } from '../../../shared/domain/figures/sums.ts';
import { clock, duration } from './format.ts';

export function figureText({ unit, value }: Pick<Figure, 'unit' | 'value'>, locale: string): string {
  if (value === undefined) return '–';
  if (unit === 'seconds') return duration(Math.round(value) * 1000);
  if (unit === 'share')
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: value < 0.1 ? 1 : 0 }).format(
      value,
    );
  return new Intl.NumberFormat(locale).format(value);
}

/** "8:00 AM": a time of any day, in minutes since midnight, as clocks are read elsewhere in the window. */
export const timeOfDay = (minutes: number, locale: string): string => clock(minutes * 60_000, locale, 'utc');
