// The states of the right column: who is calling, the checks before the chart, and a chart that is old.
import type { Page } from 'playwright';
import type { TopicRow } from '../../shared/contract/index.ts';
import { IDENTIFIERS } from '../../shared/domain/patient/types.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const { panel, talking, verifiedPanel, health } = scenes;
const [first, second] = scenes.candidates;
const restricted = { ...second!, hint: 'restricted' as const };

/** `inCall`: the window with a call in hand. */
export function patientStates(inCall: (call?: TopicRow<'calls'>) => Rows): ConsoleState[] {
  const withPanel = (part: Parameters<typeof panel>[0], call = talking()): Rows => ({
    ...inCall(call),
    patients: { 'call-1': panel(part) },
  });
  return [
    { name: 'patient-several', rows: () => inCall(talking()), until: '[data-match=several]' },
    {
      name: 'patient-none',
      rows: () => withPanel({ match: { state: 'none', count: 0, candidates: [] } }),
      until: '[data-match=none]',
    },
    {
      name: 'patient-ehr-down',
      rows: () => ({
        ...withPanel({ match: { state: 'unavailable', count: 0, candidates: [] } }),
        health: { it: health({ ehr: 'unreachable' }) },
      }),
      until: '[data-match=unavailable]',
    },
    {
      name: 'patient-break-glass',
      rows: () =>
        withPanel({
          chosen: restricted,
          check: {
            state: 'restricted',
            matched: ['name', 'birthDate'],
            wrong: [],
            authority: 'self',
            attemptsLeft: 3,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=This chart opens only for a reason',
    },
    {
      name: 'patient-restricted',
      rows: () => withPanel({ match: { state: 'several', count: 2, candidates: [first!, restricted] } }),
      until: 'text=restricted chart',
    },
    {
      name: 'patient-check',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            state: 'open',
            matched: ['birthDate'],
            wrong: ['name'],
            authority: 'self',
            attemptsLeft: 2,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=2 tries left',
    },
    {
      name: 'patient-spoken-for',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            ...{ state: 'open', authority: 'none', matched: ['name', 'birthDate'], wrong: [] },
            ...{ attemptsLeft: 3, needed: 2, accepts: [...IDENTIFIERS] },
          },
        }),
      act: async (page: Page) => page.getByLabel('Somebody else speaks for the patient').check(),
      until: 'text=may not hear about this chart',
    },
    {
      name: 'patient-locked-out',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            state: 'lockedOut',
            matched: [],
            wrong: ['name'],
            authority: 'self',
            attemptsLeft: 0,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=Too many answers',
    },
    {
      name: 'patient-stale',
      rows: () => ({
        ...inCall(),
        health: { it: health({ ehr: 'unreachable' }) },
        patients: { 'call-1': verifiedPanel({ contextState: 'stale', readAt: Date.now() - 3_900_000 }) },
      }),
      until: 'text=Old: the EHR is not answering',
    },
  ];
}
