// decide(): the site's rules over one call, now. Pure; same input, same output; every answer carries its trace.
import type { Presence } from '../queue/types.ts';
import { onCallAt } from '../rota/rota.ts';
import { officeAt } from '../schedule/places.ts';
import type { DirectoryEntry, Route, Site, Target } from '../site/site.ts';
import { findRedFlags } from './red-flags.ts';
import type { Decision, DecisionInput, Destination, TraceStep } from './types.ts';

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

type RuleSite = Pick<Site, 'clinic' | 'hours' | 'locations' | 'queues' | 'directory' | 'onCall' | 'rota' | 'rules'>;

const step = (rule: string, fired: boolean, code: string, values: TraceStep['values'] = {}): TraceStep => ({
  rule,
  fired,
  code,
  values,
});

export function decide(site: RuleSite, input: DecisionInput): Decision {
  const office = officeAt(site, { queue: input.queue }, input.now);
  const trace: TraceStep[] = [
    step('hours', office.open, `office.${office.reason}`, office.name === undefined ? {} : { name: office.name }),
  ];
  const emergency = emergencyFor(site, input, trace);
  const route = pickRoute(site.rules.routes, input, office.open, trace);
  const destinations = route ? rankDestinations(site, route.to, input) : [];
  const transfer = route?.transfer ?? 'any';
  if (route && transfer !== 'any') trace.push(step('policy', true, `policy.${transfer}`, { route: route.id }));
  return {
    office,
    ...(emergency ? { emergency } : {}),
    ...(route ? { route: route.id } : {}),
    ...(route?.say ? { say: route.say } : {}),
    priority: emergency ? 10 : (route?.priority ?? 0),
    transfer: emergency ? 'any' : transfer,
    destinations,
    trace,
  };
}

function emergencyFor(site: RuleSite, input: DecisionInput, trace: TraceStep[]): Decision['emergency'] {
  const flags = site.rules.redFlags;
  if (!flags) return undefined;
  const words = findRedFlags(flags.phrases, input.words);
  trace.push(
    step('redFlags', words.length > 0, words.length > 0 ? 'redFlags.found' : 'redFlags.none', {
      words: words.join(', '),
    }),
  );
  if (words.length === 0) return undefined;
  return { words, say: flags.say, reach: rankDestinations(site, flags.reach, input) };
}

/** The first route that fits wins; a route that names a queue or a language is looked at before one that does not. */
function pickRoute(
  routes: readonly Route[],
  input: DecisionInput,
  open: boolean,
  trace: TraceStep[],
): Route | undefined {
  if (input.category === undefined) {
    trace.push(step('category', false, 'category.open'));
    return undefined;
  }
  const specific = (route: Route) =>
    Number(route.queue !== undefined) + Number(route.language !== undefined) + Number(route.when !== 'always');
  const candidates = routes.filter((route) => route.category === input.category);
  const ordered = [...candidates].sort((a, b) => specific(b) - specific(a));
  let won: Route | undefined;
  for (const route of ordered) {
    const against = whyNot(route, input, open);
    if (against) trace.push(step(route.id, false, against));
    else if (won) trace.push(step(route.id, false, 'route.lost', { to: won.id }));
    else {
      won = route;
      trace.push(step(route.id, true, 'route.fits', { category: route.category }));
    }
  }
  if (!won) trace.push(step('category', false, 'route.none', { category: input.category }));
  return won;
}

function whyNot(route: Route, input: DecisionInput, open: boolean): string | undefined {
  if (route.when === 'open' && !open) return 'route.onlyOpen';
  if (route.when === 'closed' && open) return 'route.onlyClosed';
  if (route.queue !== undefined && route.queue !== input.queue) return 'route.otherQueue';
  if (route.language !== undefined && route.language !== input.language) return 'route.otherLanguage';
  return undefined;
}

/** Targets in the site's order; within one target people by language, then presence, then the order of the directory. */
function rankDestinations(site: RuleSite, targets: readonly Target[], input: DecisionInput): Destination[] {
  const ranked = targets.flatMap((target) => resolve(site, target, input));
  const seen = new Set<string>();
  const unique = ranked.filter((destination) => !seen.has(destination.id) && seen.add(destination.id));
  return unique.map((destination, index) => ({ ...destination, rank: index + 1 }));
}

function resolve(site: RuleSite, target: Target, input: DecisionInput): Destination[] {
  if ('message' in target) return [messageFor(target.message)];
  if ('entry' in target)
    return site.directory
      .filter((entry) => entry.id === target.entry)
      .map((entry) => personFor(entry, input, step('target', true, 'target.named')));
  if ('onCall' in target)
    return onCallNow(site, input.now).map((entry) => personFor(entry, input, step('target', true, 'target.onCall')));
  return site.directory
    .filter((entry) => entry.skills.includes(target.skill))
    .map((entry) => personFor(entry, input, step('target', true, 'target.skill', { skill: target.skill })))
    .sort(
      (a, b) =>
        languageRank(a, input) - languageRank(b, input) || PRESENCE_RANK[a.presence] - PRESENCE_RANK[b.presence],
    );
}

const languageRank = (destination: Destination, input: DecisionInput) =>
  input.language === undefined || destination.languages.includes(input.language) ? 0 : 1;

function onCallNow(site: RuleSite, now: string): DirectoryEntry[] {
  const duty = onCallAt(site, Date.parse(now));
  return duty.flatMap(({ entry: id }) => site.directory.filter((entry) => entry.id === id));
}

function personFor(entry: DirectoryEntry, input: DecisionInput, because: TraceStep): Destination {
  const presence = input.presence.get(entry.number) ?? 'unknown';
  const speaks = input.language !== undefined && entry.languages.includes(input.language);
  return {
    rank: 0,
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
      step('presence', true, `presence.${presence}`),
    ],
  };
}

function messageFor({ owner, within }: { owner: string; within: string }): Destination {
  return {
    rank: 0,
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
