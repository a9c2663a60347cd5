// What the search offers for what is typed, the likeliest first.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { spokenTo } from '../../../../shared/domain/directory/entries.ts';
import type { Listing } from '../../../../shared/domain/directory/entries.ts';
import type { Presence } from '../../../../shared/domain/queue/types.ts';
import { inHand, isConnected, isLive } from '../../store/calls.ts';
import type { Desk } from '../../store/desk.ts';
import { useDesk, useLayout, useOnly, useRows } from '../../store/desk.ts';
import { useDirectoryIndex, useRanking } from '../../store/directory.ts';
import { cleanName } from '../../ui/clean.ts';
import { dialable, phoneNumber } from '../../ui/format.ts';
import { matches } from './matches.ts';

export interface Entry {
  readonly id: string;
  readonly group: 'dial' | 'patient' | 'people' | 'notes' | 'actions' | 'find';
  readonly name: string;
  readonly detail?: string;
  readonly presence?: Presence;
  readonly run: () => void;
}

const PEOPLE_SHOWN = 8;
/** Intercom is offered for the likeliest only: each of them stands among the people already. */
const SPOKEN_TO_SHOWN = 3;
const isCalled = (entry: Listing) => entry.kind !== 'page';

export function useEntries(query: string): Entry[] {
  const desk = useDesk();
  const typed = query.trim();
  const people = usePeople(typed);
  const actions = useActionsNow(desk).filter((entry) => matches(typed, entry.name));
  return [
    ...useDial(typed),
    ...usePatient(typed),
    ...people,
    ...useSpeaking(typed),
    ...useNotes(typed),
    ...useInNotes(typed),
    ...actions,
  ];
}

function useDial(typed: string): Entry[] {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const number = dialable(typed);
  if (!number) return [];
  const shown = phoneNumber(number, country);
  return [{ id: 'dial', group: 'dial', name: t('dial.number', { number: shown }), run: () => actions.dial(number) }];
}

/** A name typed here goes to the patient search of the call in hand, where the search is audited. */
function usePatient(typed: string): Entry[] {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const selected = useLayout((state) => state.selected);
  const panel = useRows('patients').get(selected ?? '');
  if (!panel || panel.check.state === 'verified' || typed.length < 2 || dialable(typed)) return [];
  const run = () =>
    layout.setState((state) => ({ patientQuery: { text: typed, at: (state.patientQuery?.at ?? 0) + 1 } }));
  return [{ id: 'patient', group: 'patient', name: t('search.patient', { name: typed }), run }];
}

function usePeople(typed: string): Entry[] {
  const { actions } = useDesk();
  const index = useDirectoryIndex();
  const ranking = useRanking();
  const people = useRows('people');
  const found = useMemo(() => index.search(typed, ranking).slice(0, PEOPLE_SHOWN), [index, ranking, typed]);
  return found.filter(isCalled).map((entry) => ({
    id: entry.id,
    group: 'people' as const,
    name: cleanName(entry.name),
    detail: [entry.role, entry.room, entry.number].filter(Boolean).join(' · '),
    presence: people.get(entry.number)?.presence ?? 'unknown',
    run: () => actions.dial(entry.number),
  }));
}

/** Groups to page; and, once something is typed, the desks that can be spoken into. */
function useSpeaking(typed: string): Entry[] {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const prefix = useOnly('site')?.intercomPrefix;
  const index = useDirectoryIndex();
  const ranking = useRanking();
  const found = useMemo(() => index.search(typed, ranking), [index, ranking, typed]);
  const groups = found.filter((entry) => !isCalled(entry));
  const desks = typed === '' ? [] : found.filter((entry) => isCalled(entry) && spokenTo(entry, prefix) !== undefined);
  return [...groups, ...desks.slice(0, SPOKEN_TO_SHOWN)].map((entry) => ({
    id: `speak-${entry.id}`,
    group: 'actions' as const,
    name: t(entry.kind === 'page' ? 'directory.pageWho' : 'directory.intercomWho', { who: cleanName(entry.name) }),
    detail: entry.number,
    run: () => actions.speak(entry),
  }));
}

function useNotes(typed: string): Entry[] {
  const { t } = useTranslation();
  const { actions } = useDesk();
  return [...useRows('notes').values()]
    .filter((note) => note.state === 'draft' && matches(typed, note.about))
    .map((note) => ({
      id: `note-${note.callId}`,
      group: 'notes',
      name: cleanName(note.about),
      detail: t('work.unfinished'),
      run: () => actions.select(note.callId),
    }));
}

/** What is typed here goes to the search of finished notes, where the search is audited. */
function useInNotes(typed: string): Entry[] {
  const { t } = useTranslation();
  const { layout } = useDesk();
  if (typed.length < 2) return [];
  const run = () => layout.setState({ archiveOpen: true, archiveText: typed });
  return [{ id: 'inNotes', group: 'find', name: t('search.inNotes', { text: typed }), run }];
}

function useActionsNow(desk: Desk): Entry[] {
  const { t } = useTranslation();
  const { actions, run, autosave, layout } = desk;
  const calls = useRows('calls');
  const selected = useLayout((state) => state.selected);
  const lastFinished = useLayout((state) => state.lastFinished);
  const role = useOnly('session')?.user?.role;
  const isLeader = role === 'supervisor' || role === 'administrator';
  const signsIn = (useOnly('ehrAccess')?.kind ?? 'none') !== 'none';
  const call = inHand(calls, selected);
  const entry = (id: string, act: () => void, detail?: string): Entry => ({
    id,
    group: 'actions',
    name: t(`search.action.${id}`),
    ...(detail ? { detail } : {}),
    run: act,
  });
  const lock = () => void autosave.flushAll().then(() => run('session.lock', {}));
  return [
    ...(call && isConnected(call)
      ? [
          entry('mute', actions.toggleMute, 'F4'),
          entry('hold', actions.toggleHold, 'F5'),
          entry('transfer', actions.openTransfer, 'F6'),
          entry('escalate', () => actions.escalate(), 'Alt E'),
        ]
      : []),
    ...(call ? [entry('schedule', () => layout.setState({ schedulingFor: call.id }), 'Alt B')] : []),
    entry('waitingList', () => layout.setState({ schedulingFor: 'nobody' }), call ? undefined : 'Alt B'),
    ...(call && isLive(call) ? [entry('end', actions.end, 'F9')] : []),
    entry('redial', () => void run('call.redial', {})),
    entry('voicemail', () => layout.setState({ voicemailOpen: true })),
    entry('todo', () => layout.setState({ todoOpen: 'list' }), 'Ctrl J'),
    entry('dayReport', () => layout.setState({ todoOpen: 'report' })),
    entry('reports', () => layout.setState({ reportsOpen: true }), 'Alt R'),
    ...(isLeader ? [entry('accuracy', () => layout.setState({ accuracyOpen: true }))] : []),
    entry('directory', () => layout.setState({ directoryOpen: true }), 'F3'),
    entry('archive', () => layout.setState({ archiveOpen: true, archiveText: undefined }), '⇧ F3'),
    entry('ready', () => void run('agent.setReady', { ready: true })),
    entry('pause', () => void run('agent.setReady', { ready: false, reason: 'break' })),
    entry('duty', () => desk.layout.setState({ dutyOpen: true }), 'Alt H'),
    entry('sound', () => desk.layout.setState({ soundOpen: true })),
    ...(signsIn ? [entry('ehrAccess', () => layout.setState({ ehrAccessOpen: true }))] : []),
    ...(lastFinished === undefined
      ? []
      : [
          entry('correctNote', () => layout.setState({ correcting: lastFinished })),
          entry('readNote', () => layout.setState({ versionsOf: lastFinished })),
        ]),
    ...(isLeader ? [entry('practice', () => layout.setState({ practiceOpen: true }), 'Ctrl ,')] : []),
    entry('lock', lock),
  ];
}
