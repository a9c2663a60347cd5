// Whom a call can go to: the rules' destinations first, then the rest of the directory, narrowed by what is typed. Pure.
import type { Person, Presence } from '../../../../shared/domain/queue/types.ts';
import type { Destination } from '../../../../shared/domain/rules/types.ts';
import type { DirectoryEntry } from '../../../../shared/domain/site/site.ts';

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly role?: string | undefined;
  readonly presence?: Presence | undefined;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function choicesFor(
  typed: string,
  ranked: readonly Destination[],
  directory: readonly DirectoryEntry[],
  people: ReadonlyMap<string, Person>,
): Choice[] {
  const first = ranked.flatMap((entry): Choice[] =>
    entry.number === undefined
      ? []
      : [{ id: entry.id, name: entry.label, number: entry.number, role: entry.role, presence: entry.presence }],
  );
  const rest = directory.map((entry): Choice => ({
    id: entry.id,
    name: entry.name,
    number: entry.number,
    role: entry.role,
    presence: people.get(entry.number)?.presence,
  }));
  const known = new Set(first.map((choice) => choice.number));
  const wanted = plain(typed.trim()).split(/\s+/).filter(Boolean);
  return [...first, ...rest.filter((choice) => !known.has(choice.number))].filter((choice) => {
    const text = plain(`${choice.name} ${choice.role ?? ''} ${choice.number}`);
    return wanted.every((word) => text.includes(word));
  });
}
