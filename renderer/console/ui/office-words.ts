// "Opens in 20 min", "Open until 6:00 PM", "Closed until Mon 8:00": one short sentence about the hours of a place.
import type { TFunction } from 'i18next';
import type { OfficeState } from '../../../shared/domain/rules/types.ts';
import type { OfficeChange } from '../../../shared/domain/schedule/schedule.ts';
import { dueText } from './format.ts';

/** Up to here the minutes are said, beyond it the time of day. */
const SOON_MINUTES = 60;

interface Told {
  readonly t: TFunction;
  readonly language: string;
  readonly zone: string;
  readonly now: number;
}

export function officeWords(
  state: OfficeState,
  change: OfficeChange | undefined,
  { t, language, zone, now }: Told,
): string {
  if (!change) return t(state.open ? 'office.open' : 'office.closed');
  if (change.minutes <= SOON_MINUTES) return t(`office.${change.what}In`, { minutes: change.minutes });
  const at = dueText(change.at, language, zone, now);
  return t(state.open ? 'office.openUntil' : 'office.closedUntil', { at });
}

/** Why it is closed, where that is more than the hour of the day. */
export const officeReason = (state: OfficeState, t: TFunction): string | undefined => {
  if (state.open) return undefined;
  if (state.name !== undefined) return state.name;
  return state.reason === 'lunch' ? t('office.lunch') : undefined;
};
