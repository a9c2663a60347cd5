// The index over everybody who can be called, made once for as long as names stay as they are, and shared by every part
// of the window that searches people.
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Person } from '../../../shared/domain/queue/types.ts';
import type { DirectoryEntry } from '../../../shared/domain/site/site.ts';
import { listings } from '../../../shared/domain/directory/entries.ts';
import { DirectoryIndex } from '../../../shared/domain/directory/search.ts';
import type { Ranking } from '../../../shared/domain/directory/search.ts';
import { useDesk, useOnly, useTopic } from './desk.ts';

const NOBODY: readonly DirectoryEntry[] = [];
let made: { of: readonly DirectoryEntry[]; others: string; index: DirectoryIndex } | undefined;

/** Presence changes by the second and names do not: only the latter make a new index. */
function indexOf(directory: readonly DirectoryEntry[], others: readonly Person[]): DirectoryIndex {
  const key = others.map((person) => `${person.extension} ${person.name}`).join('\n');
  if (made?.of !== directory || made.others !== key)
    made = { of: directory, others: key, index: new DirectoryIndex(listings(directory, others)) };
  return made.index;
}

export function useDirectoryIndex(): DirectoryIndex {
  const directory = useOnly('site')?.directory ?? NOBODY;
  const listed = useMemo(() => new Set(directory.map((entry) => entry.number)), [directory]);
  const others = useTopic(
    'people',
    useShallow((state) =>
      [...state.rows.values()]
        .filter((person) => !listed.has(person.extension))
        .map((person) => `${person.extension}\n${person.name}`),
    ),
  );
  return useMemo(() => {
    const people = others.map((text): Person => {
      const [extension = '', name = ''] = text.split('\n');
      return { extension, name, presence: 'unknown', queues: [] };
    });
    return indexOf(directory, people);
  }, [directory, others]);
}

export function useFavourites(): ReadonlySet<string> {
  const favourites = useOnly('preferences')?.favourites;
  return useMemo(() => new Set(favourites), [favourites]);
}

/**
 * How results are ranked, with the lamps as they are at the moment of asking: a list that was asked for does not jump
 * while somebody reads it.
 */
export function useRanking(): Ranking {
  const { topics } = useDesk();
  const favourites = useFavourites();
  return useMemo(
    () => ({ favourites, presence: (number) => topics.people.getState().rows.get(number)?.presence }),
    [topics, favourites],
  );
}
