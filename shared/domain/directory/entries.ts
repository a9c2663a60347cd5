// One list of people and places: the site's directory, and whoever else has a lamp. Pure.
import { LONGEST_EXTENSION } from '../phone-number/extension.ts';
import type { Person, Presence } from '../queue/types.ts';
import type { DirectoryEntry } from '../site/site.ts';

export interface Listing {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  /** Further numbers of the same person or place. */
  readonly numbers: readonly string[];
  readonly kind: DirectoryEntry['kind'];
  readonly role?: string | undefined;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly room?: string | undefined;
  readonly location?: string | undefined;
  readonly group?: string | undefined;
}

/** What the site calls a number: an entry of the directory by any of its numbers, or a user by extension. */
export function nameIn(site: NamedSite | undefined, number: string): string | undefined {
  if (!site) return undefined;
  let names = NAMES.get(site);
  if (!names) {
    const numbers = site.directory.flatMap((entry) =>
      [...(entry.numbers ?? []), entry.number].map((each) => [each, entry.name] as const),
    );
    // Whoever sits at the desk wins over the desk's own name, as everywhere in the window.
    names = new Map([...numbers, ...site.users.map((user) => [user.extension, user.name] as const)]);
    NAMES.set(site, names);
  }
  return names.get(number);
}

interface NamedSite {
  readonly directory: readonly DirectoryEntry[];
  readonly users: readonly { readonly extension: string; readonly name: string }[];
}
/** Made once a site: with thousands of entries, looking through them for each row would be felt. */
const NAMES = new WeakMap<NamedSite, Map<string, string>>();

/** The directory as written, then people the PBX knows and the directory does not. */
export function listings(directory: readonly DirectoryEntry[], people: Iterable<Person>): Listing[] {
  const listed = new Set(directory.map((entry) => entry.number));
  const others = [...people].filter((person) => !listed.has(person.extension));
  return [
    ...directory.map((entry): Listing => ({ ...entry, numbers: entry.numbers ?? [] })),
    ...others.map((person): Listing => ({
      id: person.extension,
      name: person.name,
      number: person.extension,
      numbers: [],
      kind: 'person',
      skills: [],
      languages: [],
    })),
  ];
}

/** What is dialled to speak into that desk or to that group; undefined: it cannot be done. */
export function spokenTo(
  { kind, number }: Pick<Listing, 'kind' | 'number'>,
  prefix: string | undefined,
): string | undefined {
  if (kind === 'page') return number;
  // Behind the prefix an outside number reaches nobody's desk.
  const hasDesk = (kind === 'person' || kind === 'room') && number.length <= LONGEST_EXTENSION;
  return hasDesk && prefix !== undefined ? `${prefix}${number}` : undefined;
}

/** Free first, then who may be free soon, then who cannot be reached, then what has no lamp at all. */
export const PRESENCE_RANK = {
  free: 0,
  wrapUp: 1,
  ringing: 2,
  busy: 3,
  paused: 4,
  away: 5,
  unknown: 6,
  unregistered: 7,
} as const satisfies Record<Presence, number>;
