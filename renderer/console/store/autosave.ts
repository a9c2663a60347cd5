// Puts drafts on disk: 400 ms after the last key, at the latest one second after the first, and again by itself when it
// failed. One save a note at a time; what is typed meanwhile goes with the next.
import type { StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../shared/contract/index.ts';
import type { CallId } from './calls.ts';
import type { Content, Draft, Drafts } from './drafts.ts';
import { edit, isDirty, newDraft, saveAcknowledged, saveFailed, saveJoined, saveStarted } from './drafts.ts';

const PAUSE_MS = 400;
const LATEST_MS = 1000;
const FLUSH_ROUNDS = 4;
const RETRY_MS = [1000, 2000, 5000, 10_000] as const;

export interface Autosave {
  edit(callId: CallId, change: (content: Content) => Content): void;
  /** Saves now and tells whether everything typed for this call is on disk. */
  flush(callId: CallId): Promise<boolean>;
  flushAll(): Promise<boolean>;
  /** Forgets every draft (sign-out). */
  clear(): void;
  stop(): void;
}

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  latestAt: number;
}

/** @param cannotWait what must be known to the desk with this very key, such as a red flag */
export function createAutosave(
  bridge: Pick<Bridge, 'command'>,
  store: StoreApi<Drafts>,
  cannotWait: (before: Content, after: Content) => boolean = () => false,
): Autosave {
  const pending = new Map<CallId, Pending>();
  const running = new Map<CallId, Promise<void>>();
  const read = (callId: CallId): Draft => store.getState().get(callId) ?? newDraft();
  const write = (callId: CallId, draft: Draft) => store.setState(new Map(store.getState()).set(callId, draft), true);

  const schedule = (callId: CallId, delay: number, latestAt: number) => {
    clearTimeout(pending.get(callId)?.timer);
    pending.set(callId, { timer: setTimeout(() => void save(callId), delay), latestAt });
  };
  const unschedule = (callId: CallId) => {
    clearTimeout(pending.get(callId)?.timer);
    pending.delete(callId);
  };

  const saveOnce = async (callId: CallId) => {
    write(callId, saveStarted(read(callId)));
    const { content, version } = read(callId);
    const answer = await bridge.command('note.save', { callId, version, content });
    // Signed out meanwhile: nothing of this person may come back.
    if (!store.getState().has(callId)) return;
    if (answer.ok && answer.value.newer)
      write(callId, saveJoined(read(callId), { ...answer.value, ...answer.value.newer }));
    else if (answer.ok) write(callId, saveAcknowledged(read(callId), answer.value));
    else write(callId, saveFailed(read(callId), answer.error.code));
    const draft = read(callId);
    if (!isDirty(draft) || draft.failure === 'noteFinished') return;
    const wait = draft.failure ? (RETRY_MS[Math.min(draft.failures, RETRY_MS.length) - 1] ?? PAUSE_MS) : PAUSE_MS;
    schedule(callId, wait, Date.now() + wait);
  };
  const save = (callId: CallId): Promise<void> => {
    const under = running.get(callId);
    if (under) return under;
    unschedule(callId);
    if (!isDirty(read(callId))) return Promise.resolve();
    const run = saveOnce(callId).finally(() => running.delete(callId));
    running.set(callId, run);
    return run;
  };
  const flush = async (callId: CallId) => {
    // The save under way may be of older text, and another desk may be first: a further round takes the rest.
    for (let round = 0; round < FLUSH_ROUNDS; round++) {
      await save(callId);
      if (!isDirty(read(callId)) || read(callId).failure) break;
    }
    return !isDirty(read(callId));
  };

  return {
    edit: (callId, change) => {
      const before = read(callId);
      const after = edit(before, change);
      write(callId, after);
      if (cannotWait(before.content, after.content)) return void flush(callId);
      const now = Date.now();
      const latestAt = pending.get(callId)?.latestAt ?? now + LATEST_MS;
      schedule(callId, Math.max(0, Math.min(PAUSE_MS, latestAt - now)), latestAt);
    },
    flush,
    flushAll: async () => {
      const all = await Promise.all([...store.getState().keys()].map((callId) => flush(callId as CallId)));
      return all.every(Boolean);
    },
    clear: () => {
      [...pending.keys()].forEach(unschedule);
      store.setState(new Map(), true);
    },
    stop: () => [...pending.keys()].forEach(unschedule),
  };
}
