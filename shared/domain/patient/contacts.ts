// The last contacts with a patient as one list: notes of this desk, of the practice's other desks, and whatever else the EHR
// has. Nothing stands there twice: what a desk wrote into the EHR comes back with its call.
import type { PatientContext } from './types.ts';

/** A note of this desk. */
export interface NotedHere {
  readonly callId: string;
  /** ISO instant. */
  readonly at: string;
  readonly text: string;
  /** Id of the practice's category. */
  readonly category?: string | undefined;
  /** It stands on the screen already, whole, as the last note of who calls again. */
  readonly isShown?: boolean | undefined;
}

export interface LastContact {
  readonly at: string;
  readonly text: string;
  readonly from: 'here' | 'desk' | 'ehr';
  readonly category?: string | undefined;
  /** How, where the EHR says no more than that. */
  readonly by?: 'phone' | 'video' | 'virtual' | undefined;
}

/** More is the chart's to show. */
const MOST = 6;

/** The newest first; of a call that was noted here the note itself counts, and not what the EHR made of it. */
export function lastContacts(ehr: PatientContext['recent'], here: readonly NotedHere[]): LastContact[] {
  const noted = new Set(here.map(({ callId }) => callId));
  const told = new Map<string, LastContact>();
  ehr.forEach(({ at, text, callId, by }, index) => {
    if (callId !== undefined && noted.has(callId)) return;
    const key = callId ?? `ehr ${index}`;
    // Of a note that was corrected by another resource the later one is what holds.
    const known = told.get(key);
    if (known && Date.parse(known.at) >= Date.parse(at)) return;
    told.set(key, { at, text, from: callId === undefined ? 'ehr' : 'desk', ...(by === undefined ? {} : { by }) });
  });
  const mine = here
    .filter(({ isShown }) => isShown !== true)
    .map(({ at, text, category }): LastContact => ({
      ...{ at, text, from: 'here' },
      ...(category === undefined ? {} : { category }),
    }));
  return [...mine, ...told.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST);
}
