// Who can owe a next step: teams, people and queues of the site. Pure.
import type { Site } from '../site/site.ts';
import type { Owner } from './types.ts';

/** Everybody a next step can be given to, each name once: teams first, also those that only the rules name. */
export function ownersOf(site: Pick<Site, 'notes' | 'users' | 'queues' | 'rules'>): Owner[] {
  const { routes, time, general, fallback } = site.rules;
  const rules = [...routes, ...time, ...general];
  const messages = rules.flatMap(({ to = [], task }) => [
    ...to.flatMap((target) => ('message' in target ? [target.message.owner] : [])),
    ...(task ? [task.owner] : []),
  ]);
  const usual = site.notes.categories.flatMap(({ next }) => next?.owner ?? []);
  const all: Owner[] = [
    ...[...site.notes.owners, ...messages, ...usual, ...(fallback ? [fallback.owner] : [])].map((name) => ({
      kind: 'team' as const,
      name,
    })),
    ...site.users.map(({ name }) => ({ kind: 'person' as const, name })),
    ...site.queues.map(({ name }) => ({ kind: 'queue' as const, name })),
  ];
  return [...new Map(all.reverse().map((owner) => [owner.name, owner])).values()].reverse();
}

/** Still of the practice: also a colleague who stands only in the directory. */
export const isOwner = (
  site: { readonly ownerChoices: readonly Owner[]; readonly directory: readonly { readonly name: string }[] },
  name: string,
): boolean =>
  site.ownerChoices.some((owner) => owner.name === name) || site.directory.some((entry) => entry.name === name);
