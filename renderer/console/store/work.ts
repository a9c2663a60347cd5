// The list of things to do as the window works with it: sorted once for everybody who shows it, and for whom each is.
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { WorkItem } from '../../../shared/contract/work.ts';
import { inWorkingOrder, isFor, teamsOf } from '../../../shared/domain/work/rules.ts';
import type { Me, Scope } from '../../../shared/domain/work/rules.ts';
import { useOnly, useRows, useTopic } from './desk.ts';

const sortedOf = new WeakMap<ReadonlyMap<string, WorkItem>, readonly WorkItem[]>();

/** Open ones, the overdue first. Worked out once for each state of the topic, however many parts of the window ask. */
function openIn(rows: ReadonlyMap<string, WorkItem>): readonly WorkItem[] {
  const known = sortedOf.get(rows);
  if (known) return known;
  const sorted = [...rows.values()].filter((item) => item.state === 'open').sort(inWorkingOrder);
  sortedOf.set(rows, sorted);
  return sorted;
}

/** Who is at the desk, with the teams the queues and the directory put them in. */
export function useMe(): Me {
  const user = useOnly('session')?.user;
  const site = useOnly('site');
  const memberOf = useTopic(
    'people',
    useShallow(({ rows }) => rows.get(user?.extension ?? '')?.queues ?? []),
  );
  return useMemo(
    () => ({
      id: user?.id ?? '',
      name: user?.name ?? '',
      teams: user && site ? teamsOf(user.extension, site, memberOf) : [],
    }),
    [user, site, memberOf],
  );
}

export function useOpenWork(scope: Scope): readonly WorkItem[] {
  const rows = useRows('worklist');
  const me = useMe();
  return useMemo(() => {
    const open = openIn(rows);
    return scope === 'all' ? open : open.filter((item) => isFor(item, me, scope));
  }, [rows, me, scope]);
}

/** Finished today, the latest first. */
export function useDoneWork(): readonly WorkItem[] {
  const rows = useRows('worklist');
  return useMemo(
    () =>
      [...rows.values()]
        .filter((item) => item.state === 'done')
        .sort((a, b) => (b.closed?.at ?? 0) - (a.closed?.at ?? 0)),
    [rows],
  );
}

/** How many of the sorted ones are overdue at `now`: they stand first. */
export function overdueCount(sorted: readonly WorkItem[], now: number): number {
  const first = sorted.findIndex((item) => item.dueAt >= now);
  return first < 0 ? sorted.length : first;
}
