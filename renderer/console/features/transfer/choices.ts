// Whom a call can go to: the rules' destinations first, then who else fits what is typed. Pure.
import type { Person, Presence } from '../../../../shared/domain/queue/types.ts';
import type { Destination } from '../../../../shared/domain/rules/types.ts';
import type { Listing } from '../../../../shared/domain/directory/entries.ts';
import { plain } from '../../../../shared/domain/directory/search.ts';

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly role?: string | undefined;
  readonly presence?: Presence | undefined;
}

/** More than this nobody reads: another letter narrows it. */
const SHOWN = 40;

export function choicesFor(
  typed: string,
  ranked: readonly Destination[],
  /** Of the directory, those who fit, best first. */
  found: readonly Listing[],
  people: ReadonlyMap<string, Person>,
): Choice[] {
  const first = ranked.flatMap((entry): Choice[] =>
    entry.number === undefined
      ? []
      : [{ id: entry.id, name: entry.label, number: entry.number, role: entry.role, presence: entry.presence }],
  );
  const known = new Set(first.map((choice) => choice.number));
  const wanted = plain(typed.trim()).split(/\s+/).filter(Boolean);
  const named = first.filter((choice) => {
    const text = plain(`${choice.name} ${choice.role ?? ''} ${choice.number}`);
    return wanted.every((word) => text.includes(word));
  });
  const others = found.filter((entry) => entry.kind !== 'page' && !known.has(entry.number)).slice(0, SHOWN);
  const rest = others.map((entry): Choice => ({
    id: entry.id,
    name: entry.name,
    number: entry.number,
    role: entry.role,
    presence: people.get(entry.number)?.presence,
  }));
  return [...named, ...rest];
}
