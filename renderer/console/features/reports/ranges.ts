// Which days are asked about. Days are the practice's, wherever this computer stands.
import { DateTime } from 'luxon';
import type { CommandInput } from '../../../../shared/contract/index.ts';
import type { FigureName } from '../../../../shared/domain/figures/sums.ts';

export type Question = CommandInput<'reports.figures'>;
/** Behind which figure somebody looks, of what. */
export interface Chosen {
  readonly figure: FigureName | 'all';
  readonly question: Question;
  /** Whose or what's, in words, where it is not everybody's. */
  readonly label?: string | undefined;
}

export const SPANS = ['today', 'yesterday', 'week', 'month'] as const;
export type Span = (typeof SPANS)[number];
const DAYS: Readonly<Record<Span, readonly [from: number, to: number]>> = {
  today: [0, 0],
  yesterday: [1, 1],
  week: [6, 0],
  month: [29, 0],
};

export function spanOf(span: Span, zone: string, now: number): { from: string; to: string } {
  const today = DateTime.fromMillis(now, { zone });
  const [from, to] = DAYS[span];
  return { from: today.minus({ days: from }).toISODate() ?? '', to: today.minus({ days: to }).toISODate() ?? '' };
}
