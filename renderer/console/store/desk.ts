// Everything the window works with, built once in main.tsx and handed down: topics, drafts, layout, commands.
import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type {
  Bridge,
  CommandInput,
  CommandName,
  CommandOutput,
  Envelope,
  TopicRow,
} from '../../../shared/contract/index.ts';
import type { ErrorCode } from '../../../shared/result/result.ts';
import type { Actions } from './actions.ts';
import { createActions } from './actions.ts';
import type { Announcement } from './announcements.ts';
import type { Autosave } from './autosave.ts';
import { createAutosave } from './autosave.ts';
import { isDoneConsult, pickSelection } from './calls.ts';
import type { Draft, Drafts } from './drafts.ts';
import { rowsArrived } from './drafts.ts';
import type { Layout } from './layout.ts';
import { firstLayout } from './layout.ts';
import { heardAnew } from './red-flags.ts';
import type { Ticker } from './ticker.ts';
import { createTicker } from './ticker.ts';
import type { Apply, ConsoleTopic, TopicState, TopicStores } from './topics.ts';
import { createTopicStores, followTopics, only } from './topics.ts';
import { announcementsFor } from './announcements.ts';
import { departuresSpeaker } from './departed.ts';

/** The last announcement of each voice; `turn` rises with each, so that the same words are spoken twice. */
type Spoken = Announcement & { readonly turn: number };
export type Said = { readonly [Level in Announcement['level']]?: Spoken };

/** A command that did not work, for the corner of the window. */
export interface Failure {
  readonly code: ErrorCode;
  readonly command: CommandName;
}

export interface Desk {
  readonly topics: TopicStores;
  readonly drafts: StoreApi<Drafts>;
  readonly layout: StoreApi<Layout>;
  readonly said: StoreApi<Said>;
  readonly connected: StoreApi<boolean>;
  readonly ticker: Ticker;
  readonly autosave: Autosave;
  readonly actions: Actions;
  /** Runs a command; a failure is shown as a sentence unless the caller shows it itself. */
  run<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Envelope<CommandOutput<N>>>;
  /** Runs a command whose failure the caller shows beside what was done. */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Envelope<CommandOutput<N>>>;
  say(announcement: Announcement): void;
  onFailure(listener: (failure: Failure) => void): () => void;
  /** Shows a failure as a sentence in the corner. */
  report(failure: Failure): void;
  stop(): void;
}

/** Puts the parts together and starts following the host. */
export function createDesk(bridge: Bridge, apply?: Apply): Desk {
  const topics = createTopicStores();
  const drafts = createStore<Drafts>(() => new Map<string, Draft>());
  const layout = createStore<Layout>(firstLayout);
  const said = createStore<Said>(() => ({}));
  const connected = createStore<boolean>(() => true);
  const failureListeners = new Set<(failure: Failure) => void>();
  const autosave = createAutosave(bridge, drafts, heardAnew(topics));
  const report = (failure: Failure) => failureListeners.forEach((listener) => listener(failure));
  const ask: Desk['ask'] = (name, input) => bridge.command(name, input);
  const run: Desk['run'] = async (name, input) => {
    const answer = await bridge.command(name, input);
    if (!answer.ok) report({ code: answer.error.code, command: name });
    return answer;
  };
  const say = (announcement: Announcement) =>
    said.setState((state) => ({
      [announcement.level]: { ...announcement, turn: (state[announcement.level]?.turn ?? 0) + 1 },
    }));
  const ends = [
    ...link(topics, drafts, layout, say),
    ...closeFinished(topics, ask),
    forgetForNextPerson(topics, autosave, layout, said),
    followTopics(bridge, topics, apply),
    bridge.onConnection((up) => connected.setState(up, true)),
  ];
  const parts = { topics, drafts, layout, autosave, run, ask, report };
  return {
    ...parts,
    said,
    connected,
    ticker: createTicker(),
    actions: createActions(parts),
    say,
    onFailure: (listener) => {
      failureListeners.add(listener);
      return () => failureListeners.delete(listener);
    },
    stop: () => {
      autosave.stop();
      ends.forEach((end) => end());
    },
  };
}

/** What follows from a topic's change: the selection, the drafts, what is spoken. */
function link(
  topics: TopicStores,
  drafts: StoreApi<Drafts>,
  layout: StoreApi<Layout>,
  say: (announcement: Announcement) => void,
): (() => void)[] {
  const speakDepartures = departuresSpeaker(say);
  return [
    topics.departures.subscribe((after, before) => {
      // What stands on the board when the window opens is no news.
      const extension = only(topics.session.getState())?.user?.extension;
      if (before.ready) speakDepartures(before.rows, after.rows, extension);
    }),
    topics.calls.subscribe((after, before) => {
      const known = before.ready ? before.rows : undefined;
      const selected = pickSelection(layout.getState().selected, known, after.rows);
      if (selected !== layout.getState().selected) layout.setState({ selected, transferFor: undefined });
      announcementsFor(known ?? new Map(), after.rows).forEach(say);
    }),
    topics.notes.subscribe((after) => {
      // An empty topic while locked is not an answer about drafts; only a snapshot is.
      if (after.ready) drafts.setState(rowsArrived(drafts.getState(), after.rows), true);
    }),
  ];
}

/**
 * What one person typed never shows to the next. The same person who signs in again (the service restarted) finds
 * unsaved text where it was.
 */
function forgetForNextPerson(
  topics: TopicStores,
  autosave: Autosave,
  layout: StoreApi<Layout>,
  said: StoreApi<Said>,
): () => void {
  let last: string | undefined;
  return topics.session.subscribe((state) => {
    const session = only(state);
    if (session?.state !== 'signedIn' || session.user?.id === last) return;
    if (last !== undefined) {
      autosave.clear();
      layout.setState(firstLayout(), true);
      said.setState({}, true);
    }
    last = session.user?.id;
  });
}

/** A call that is over and whose note is finished, or that was only a consultation, leaves the screen by itself, whichever came last. */
function closeFinished(topics: TopicStores, ask: Desk['ask']): (() => void)[] {
  const asked = new Set<string>();
  const look = () => {
    for (const call of topics.calls.getState().rows.values()) {
      const isFinished = topics.notes.getState().rows.get(call.id)?.state === 'finished';
      const isOver = call.state === 'ended' && (isFinished || isDoneConsult(call));
      if (!isOver || asked.has(call.id)) continue;
      asked.add(call.id);
      void ask('call.dismiss', { callId: call.id });
    }
  };
  return [topics.calls.subscribe(look), topics.notes.subscribe(look)];
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk outside of DeskContext');
  return desk;
}

export function useTopic<N extends ConsoleTopic, T>(name: N, select: (state: TopicState<TopicRow<N>>) => T): T {
  const store = useDesk().topics[name] as unknown as StoreApi<TopicState<TopicRow<N>>>;
  return useStore(store, select);
}
export const useRow = <N extends ConsoleTopic>(name: N, key: string | undefined): TopicRow<N> | undefined =>
  useTopic(name, (state) => (key === undefined ? undefined : state.rows.get(key)));
export const useRows = <N extends ConsoleTopic>(name: N): ReadonlyMap<string, TopicRow<N>> =>
  useTopic(name, (state) => state.rows);
export const useOnly = <
  N extends 'session' | 'health' | 'site' | 'preferences' | 'hotkeys' | 'sound' | 'ehrAccess' | 'today',
>(
  name: N,
): TopicRow<N> | undefined => useTopic(name, only);
export const useLayout = <T>(select: (layout: Layout) => T): T => useStore(useDesk().layout, select);
export const useDraft = (callId: string | undefined): Draft | undefined =>
  useStore(useDesk().drafts, (drafts) => (callId === undefined ? undefined : drafts.get(callId)));
