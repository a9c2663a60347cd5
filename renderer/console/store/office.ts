// Whether the practice is open, and who is on call, as of this minute.
import { onCallNow } from '../../../shared/domain/rota/rota.ts';
import type { OnCallNow } from '../../../shared/domain/rota/rota.ts';
import { officeAt } from '../../../shared/domain/schedule/places.ts';
import type { Place } from '../../../shared/domain/schedule/places.ts';
import { officeChange } from '../../../shared/domain/schedule/schedule.ts';
import type { OfficeChange } from '../../../shared/domain/schedule/schedule.ts';
import type { SiteView } from '../../../shared/contract/session.ts';
import type { OfficeState } from '../../../shared/domain/rules/types.ts';
import { useMemo } from 'react';
import { useOnly } from './desk.ts';
import { useMinute } from './use-minute.ts';

export interface Office {
  readonly state: OfficeState;
  readonly change: OfficeChange | undefined;
}

export function officeOf(site: SiteView, place: Place, now: number): Office {
  const state = officeAt(site, place, new Date(now).toISOString());
  return { state, change: officeChange(state, now) };
}

export function useOffice(): Office | undefined {
  const site = useOnly('site');
  const now = useMinute();
  return useMemo(() => site && officeOf(site, {}, now), [site, now]);
}

export function useOnCall(): OnCallNow | undefined {
  const site = useOnly('site');
  const now = useMinute();
  return useMemo(() => site && onCallNow(site, now), [site, now]);
}
