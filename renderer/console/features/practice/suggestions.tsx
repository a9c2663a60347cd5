// Names of the practice that a field may mean, offered while one types. Any other word may be typed: the check says when it
// points nowhere.
import { useOnly } from '../../store/desk.ts';
import { listOf, isRecord } from './form.ts';
import type { Value } from './form.ts';

const KINDS = ['category', 'entry', 'queue', 'skill', 'language', 'owner', 'room', 'location'] as const;
type Kind = (typeof KINDS)[number];
const ALSO: Readonly<Record<string, Kind>> = { for: 'entry', person: 'entry' };

export const suggestionId = (name: string): string | undefined => {
  const kind = ALSO[name] ?? KINDS.find((one) => one === name);
  return kind === undefined ? undefined : `practice-${kind}`;
};

/** `directory`: as it is typed, so that somebody who was just added is offered. */
export function Suggestions({ directory }: { readonly directory: Value }) {
  const site = useOnly('site');
  const entries = listOf(directory).filter(isRecord);
  const of = (name: string) => entries.flatMap((entry) => (Array.isArray(entry[name]) ? entry[name] : [entry[name]]));
  const words: Record<Kind, readonly unknown[]> = {
    category: site?.categories.map(({ id }) => id) ?? [],
    entry: of('id'),
    room: entries.filter(({ kind }) => kind === 'room').map(({ id }) => id),
    queue: site?.queues.map(({ id }) => id) ?? [],
    skill: of('skills'),
    language: site?.clinic.languages ?? [],
    location: of('location'),
    owner: site?.owners ?? [],
  };
  return KINDS.map((kind) => (
    <datalist key={kind} id={`practice-${kind}`}>
      {[...new Set(words[kind])]
        .filter((word): word is string => typeof word === 'string' && word !== '')
        .slice(0, 300)
        .map((word) => (
          <option key={word} value={word} />
        ))}
    </datalist>
  ));
}
