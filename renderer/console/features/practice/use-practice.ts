// What is typed, shown at once; told to the host in the pauses, one message at a time. The host keeps it and says what is
// wrong with it: a view that comes back finds everything where it was.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DraftState, PracticeView } from '../../../../shared/contract/practice.ts';
import { changed } from '../../../../shared/domain/practice/change.ts';
import { PRACTICE_PARTS, partOf } from '../../../../shared/domain/practice/parts.ts';
import type { PracticePart } from '../../../../shared/domain/practice/parts.ts';
import type { PracticeChange } from '../../../../shared/domain/practice/types.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { coalesced } from './queue.ts';

/** Longer than between two keys, shorter than a look. */
const PAUSE_MS = 250;
const MOST_AT_ONCE = 200;

export interface Practice {
  readonly view: PracticeView | undefined;
  readonly state: DraftState | undefined;
  readonly failure: ErrorCode | undefined;
  /** What is typed is on its way to the host. */
  readonly busy: boolean;
  readonly dataOf: (part: PracticePart) => unknown;
  readonly change: (...changes: PracticeChange[]) => void;
  readonly writeText: (part: PracticePart, text: string) => void;
  /** Everything that was typed has reached the host. */
  readonly settled: () => Promise<void>;
  readonly show: (view: PracticeView) => void;
  readonly reload: () => Promise<void>;
}

interface Pending {
  changes: PracticeChange[];
  text: { part: PracticePart; text: string } | undefined;
}

export function usePractice(): Practice {
  const { ask } = useDesk();
  const [view, setView] = useState<PracticeView | undefined>(undefined);
  const [state, setState] = useState<DraftState | undefined>(undefined);
  const [failure, setFailure] = useState<ErrorCode | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const pending = useRef<Pending>({ changes: [], text: undefined });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const running = useRef<Promise<void> | undefined>(undefined);
  const show = useCallback((next: PracticeView) => {
    setView(next);
    setState(next.draft);
    setFailure(undefined);
  }, []);
  const reload = useCallback(async () => {
    const answer = await ask('practice.open', {});
    if (!answer.ok) return setFailure(answer.error.code);
    // What was typed while it was read is newer.
    if (pending.current.changes.length === 0 && !pending.current.text) show(answer.value);
  }, [ask, show]);

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    const next = async (): Promise<void> => {
      const { changes, text } = pending.current;
      const batch = coalesced(changes).slice(0, MOST_AT_ONCE);
      pending.current = { changes: coalesced(changes).slice(MOST_AT_ONCE), text: undefined };
      if (batch.length > 0) {
        const answer = await ask('practice.change', { changes: batch });
        if (answer.ok) setState(answer.value);
        else {
          setFailure(answer.error.code);
          const again = await ask('practice.open', {});
          if (again.ok) {
            setView(again.value);
            setState(again.value.draft);
          }
        }
      }
      if (text) {
        const answer = await ask('practice.writeText', text);
        if (!answer.ok) setFailure(answer.error.code);
        else {
          setState(answer.value.draft);
          const { value } = answer.value;
          if (value !== undefined) setView((now) => now && { ...now, data: { ...now.data, [text.part]: value } });
        }
      }
      if (pending.current.changes.length > 0 || pending.current.text) await next();
    };
    running.current ??= next().finally(() => {
      running.current = undefined;
      setBusy(false);
    });
    return running.current;
  }, [ask]);

  const soon = useCallback(() => {
    setBusy(true);
    setFailure(undefined);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), PAUSE_MS);
  }, [flush]);
  const change = useCallback(
    (...changes: PracticeChange[]) => {
      pending.current.changes.push(...changes);
      setView((now) => now && changes.reduce(withChange, now));
      soon();
    },
    [soon],
  );
  const writeText = useCallback(
    (part: PracticePart, text: string) => {
      pending.current.text = { part, text };
      soon();
    },
    [soon],
  );
  const settled = useCallback(async () => {
    const isWaiting = pending.current.changes.length > 0 || pending.current.text !== undefined;
    if (isWaiting || running.current) await flush();
    if (pending.current.changes.length > 0 || pending.current.text) await flush();
  }, [flush]);
  useFileVersion(reload);
  // What was typed last goes with the window.
  useEffect(() => () => void (pending.current.changes.length + (pending.current.text ? 1 : 0) > 0 && flush()), [flush]);
  return useMemo(
    () => ({
      ...{ view, state, failure, busy, change, writeText, settled, show, reload },
      dataOf: (part) => view?.data[part] ?? undefined,
    }),
    [view, state, failure, busy, change, writeText, settled, show, reload],
  );
}

/** Read at the beginning, and again whenever a new version is in force. */
function useFileVersion(reload: () => Promise<void>): void {
  const site = useOnly('site');
  const version = `${site?.version ?? 0} ${site?.problems.length ?? 0}`;
  useEffect(() => {
    void reload();
  }, [reload, version]);
}

function withChange(view: PracticeView, change: PracticeChange): PracticeView {
  const part = partOf(change.path);
  if (!part) return view;
  const path = change.path.slice(PRACTICE_PARTS[part].length);
  const before = view.data[part] ?? undefined;
  const after = path.length > 0 ? changed(before, { ...change, path }) : change.do === 'set' ? change.value : undefined;
  return after === undefined ? view : { ...view, data: { ...view.data, [part]: after as never } };
}
