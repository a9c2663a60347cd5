// What is looked for, and what was found: asked a moment after the last key, only the newest answer counts, and what is
// older follows when the list is scrolled to its end. Nothing found outlives the panel.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { ArchiveFilter, ArchiveHit } from '../../../../shared/contract/archive.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk } from '../../store/desk.ts';

export interface Question {
  readonly text: string;
  readonly filter: ArchiveFilter;
  readonly order: 'time' | 'relevance';
}

export interface Found {
  readonly hits: readonly ArchiveHit[];
  readonly before: number | undefined;
  readonly unindexed: number;
  readonly state: 'asking' | 'answered' | ErrorCode;
}

/** Every question is written to the audit and read from disk: a pause in typing is worth waiting for. */
const PAUSE_MS = 130;

const nothingYet: Found = { hits: [], before: undefined, unindexed: 0, state: 'asking' };

export function useSearch(question: Question): { found: Found; more: () => void } {
  const { ask } = useDesk();
  const [found, setFound] = useState<Found>(nothingYet);
  const turn = useRef(0);
  const asked = useRef<number | undefined>(undefined);
  useEffect(() => {
    const mine = ++turn.current;
    asked.current = undefined;
    const timer = setTimeout(() => {
      void ask('archive.search', question).then((answer) => {
        if (mine !== turn.current) return;
        setFound(answer.ok ? answered([], answer.value) : { ...nothingYet, state: answer.error.code });
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, question]);
  const more = useCallback(() => {
    const { before } = found;
    if (before === undefined || asked.current === before) return;
    asked.current = before;
    const mine = turn.current;
    void ask('archive.search', { ...question, before }).then((answer) => {
      if (mine === turn.current && answer.ok) setFound((now) => answered(now.hits, answer.value));
    });
  }, [ask, question, found]);
  return { found, more };
}

const answered = (shown: readonly ArchiveHit[], value: CommandOutput<'archive.search'>): Found => ({
  // A draft stands on top, and again among the finished notes where it corrects one.
  hits: [...shown, ...value.hits.filter(({ callId }) => !shown.some((one) => one.callId === callId))],
  before: value.before,
  unindexed: value.unindexed,
  state: 'answered',
});
