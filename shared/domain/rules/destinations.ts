// Where a call can go, the best first: targets in the rule's order, people within one target by language, location,
// presence, calls in hand and duty; whoever is not there comes after whoever is, and whoever covers for them before them.
import type { Presence } from '../queue/types.ts';
import type { DirectoryEntry, Target } from '../site/site.ts';
import type { CompiledRules, RuleSite } from './compile.ts';
import { onCallNow } from './on-call.ts';
import { step } from './step.ts';
import type { DecisionInput, Destination, TraceStep } from './types.ts';

/** Who to try first: someone free before someone whose phone rings, before someone busy; nobody is left out. */
const PRESENCE_RANK: Record<Presence, number> = {
  free: 0,
  unknown: 1,
  ringing: 2,
  wrapUp: 3,
  busy: 4,
  paused: 5,
  away: 6,
  unregistered: 7,
};

export interface Ranking {
  readonly site: RuleSite;
  readonly rules: CompiledRules;
  readonly input: DecisionInput;
  readonly location: string | undefined;
}

export type Candidate = Omit<Destination, 'rank'>;

const isGone = ({ presence }: Candidate): boolean => presence === 'away' || presence === 'unregistered';

/** Each once, those who are there before those who are not; messages keep their place among the targets. */
export function candidatesFor(ranking: Ranking, targets: readonly Target[], rule?: string): Candidate[] {
  const seen = new Set<string>();
  const named = targets
    .flatMap((target) => resolve(ranking, target))
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .map((each) => (rule === undefined ? each : { ...each, rule }));
  const dialled = named.filter(({ kind }) => kind === 'dial');
  const inOrder = [...dialled.filter((each) => !isGone(each)), ...dialled.filter(isGone)];
  return named.map((each) => (each.kind === 'dial' ? inOrder.shift()! : each));
}

export const ranked = (candidates: readonly Candidate[]): Destination[] =>
  candidates.map((each, index) => ({ rank: index + 1, ...each }));

function resolve(ranking: Ranking, target: Target): Candidate[] {
  const { site, rules, input } = ranking;
  if ('message' in target) return [messageFor(target.message)];
  if ('skill' in target) return bySkill(ranking, target);
  if ('outside' in target) return [numberFor(ranking, target.outside, step('target', true, 'target.outside'))];
  if ('answeringService' in target) return answeringService(ranking);
  if ('queue' in target) return queueFor(ranking, target.queue);
  if ('onCall' in target)
    return onCallNow(site, rules, input.now).flatMap((entry) =>
      withCover(ranking, entry, step('target', true, 'target.onCall')),
    );
  const entry = rules.byId.get('entry' in target ? target.entry : target.room);
  return entry ? withCover(ranking, entry, step('target', true, 'target.named')) : [];
}

function bySkill(ranking: Ranking, { skill, location }: Extract<Target, { skill: string }>): Candidate[] {
  const { site, rules, input } = ranking;
  const able = (rules.bySkill.get(skill) ?? []).filter(
    (entry) => location === undefined || entry.location === location,
  );
  const onCall = new Set(onCallNow(site, rules, input.now).map(({ id }) => id));
  const speaks = (entry: DirectoryEntry) => input.language === undefined || entry.languages.includes(input.language);
  const isNear = (entry: DirectoryEntry) => ranking.location === undefined || entry.location === ranking.location;
  const order = (entry: DirectoryEntry): readonly number[] => [
    Number(!speaks(entry)),
    Number(!isNear(entry)),
    PRESENCE_RANK[presenceOf(ranking, entry.number)],
    input.load?.get(entry.number) ?? 0,
    Number(!onCall.has(entry.id)),
  ];
  return able
    .map((entry) => ({ entry, order: order(entry) }))
    .sort((a, b) => compare(a.order, b.order))
    .flatMap(({ entry }) => withCover(ranking, entry, step('target', true, 'target.skill', { skill })));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return 0;
}

const presenceOf = ({ input }: Ranking, number: string): Presence => input.presence.get(number) ?? 'unknown';

/** Somebody who is away, with those who cover before them; lists that lead back to themselves end where they began. */
function withCover(ranking: Ranking, entry: DirectoryEntry, because: TraceStep): Candidate[] {
  const seen = new Set<string>();
  const follow = (who: DirectoryEntry, why: TraceStep): Candidate[] => {
    if (seen.has(who.id)) return [];
    seen.add(who.id);
    const person = personFor(ranking, who, why);
    if (!isGone(person)) return [person];
    const covers = ranking.rules.cover.get(who.id) ?? [];
    const others = covers.flatMap((id) => {
      const cover = ranking.rules.byId.get(id);
      return cover ? follow(cover, step('cover', true, 'target.covers', { for: who.name })) : [];
    });
    return [...others, person];
  };
  return follow(entry, because);
}

function personFor(ranking: Ranking, entry: DirectoryEntry, because: TraceStep): Candidate {
  const { input } = ranking;
  const presence = presenceOf(ranking, entry.number);
  const speaks = input.language !== undefined && entry.languages.includes(input.language);
  const isNear = ranking.location !== undefined && entry.location === ranking.location;
  const load = input.load?.get(entry.number) ?? 0;
  return {
    kind: 'dial',
    id: entry.id,
    label: entry.name,
    ...(entry.role === undefined ? {} : { role: entry.role }),
    number: entry.number,
    presence,
    languages: entry.languages,
    because: [
      because,
      ...(speaks && input.language !== 'en'
        ? [step('language', true, 'target.speaks', { language: input.language ?? '' })]
        : []),
      ...(isNear ? [step('location', true, 'target.atLocation', { location: ranking.location ?? '' })] : []),
      ...(load > 0 ? [step('load', true, 'target.load', { count: load })] : []),
      step('presence', true, `presence.${presence}`),
    ],
  };
}

function numberFor(ranking: Ranking, { name, number }: { name: string; number: string }, why: TraceStep): Candidate {
  const presence = presenceOf(ranking, number);
  return { kind: 'dial', id: `number-${number}`, label: name, number, presence, languages: [], because: [why] };
}

export function answeringService(ranking: Ranking): Candidate[] {
  const service = ranking.site.rules.answeringService;
  return service ? [numberFor(ranking, service, step('target', true, 'target.answeringService'))] : [];
}

function queueFor({ site, input }: Ranking, id: string): Candidate[] {
  const queue = site.queues.find((each) => each.id === id);
  if (queue?.number === undefined) return [];
  const waiting = input.waiting?.get(id) ?? 0;
  const why = step('target', true, waiting > 0 ? 'target.queueWaiting' : 'target.queue', { count: waiting });
  const { name, number } = queue;
  return [{ kind: 'dial', id: `queue-${id}`, label: name, number, presence: 'unknown', languages: [], because: [why] }];
}

export function messageFor({ owner, within }: { owner: string; within: string }): Candidate {
  return {
    kind: 'message',
    id: `message-${owner}`,
    label: owner,
    presence: 'free',
    languages: [],
    owner,
    within,
    because: [step('target', true, 'target.message', { owner, within })],
  };
}

/** The message that is always left: the site's own, or that of the category's team. */
export function lastWayOut(site: RuleSite, category: string | undefined): Candidate {
  if (site.rules.fallback) return messageFor(site.rules.fallback);
  const next = site.notes.categories.find(({ id }) => id === category)?.next;
  const owner = next?.owner ?? site.notes.owners[0] ?? site.queues[0]?.name ?? site.users[0]?.name ?? '';
  return messageFor({ owner, within: next?.within ?? '1 days' });
}

export const isAnybodyThere = (candidates: readonly Candidate[]): boolean =>
  candidates.some((each) => each.kind === 'dial' && !isGone(each));
