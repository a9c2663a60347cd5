// Who is in which queue, in what state and with whom: what the PBX says of members, phones and channels, as a pure reducer.
import { assertNever } from '../../result/result.ts';
import type { Presence } from '../queue/types.ts';
import type { Membership, PersonState, Talk, TeamRow } from './types.ts';

/** A member of one queue as the PBX reports it. */
export interface MemberFact {
  readonly queue: string;
  readonly extension: string;
  readonly name: string;
  readonly presence: Presence;
  readonly paused: boolean;
  readonly reason?: string | undefined;
  readonly loginAt?: number | undefined;
  readonly pausedAt?: number | undefined;
  readonly lastCallAt?: number | undefined;
  readonly wrapUpMs: number;
  readonly inCall: boolean;
  readonly fixed: boolean;
}

/** A channel of the PBX that belongs to an extension. */
export interface ChannelFact {
  readonly channel: string;
  readonly extension: string;
  /** The other side, as the PBX shows it to this one. */
  readonly number: string;
  readonly withheld: boolean;
  /** The two sides hear each other. */
  readonly joined: boolean;
  readonly since: number;
  /** It listens to the calls of this extension. */
  readonly listensTo?: string | undefined;
}

export type TeamEvent =
  | { readonly type: 'snapshot'; readonly members: readonly MemberFact[] }
  | { readonly type: 'member'; readonly member: MemberFact }
  | { readonly type: 'memberGone'; readonly member: MemberFact }
  | { readonly type: 'lamp'; readonly extension: string; readonly presence: Presence }
  /** A queue's caller was given to a member. */
  | { readonly type: 'connected'; readonly channel: string; readonly queue: string }
  | { readonly type: 'channels'; readonly channels: readonly ChannelFact[] }
  | { readonly type: 'listening'; readonly channel: string; readonly by: string; readonly to: string }
  | { readonly type: 'stoppedListening'; readonly channel: string };

interface Spy {
  readonly by: string;
  readonly to: string;
  readonly since: number;
}

export interface Team {
  /** Keyed `queue extension`. */
  readonly members: ReadonlyMap<string, MemberFact>;
  readonly lamps: ReadonlyMap<string, { readonly presence: Presence; readonly since: number }>;
  readonly channels: readonly ChannelFact[];
  /** From which queue the call of a channel came. */
  readonly queueOf: ReadonlyMap<string, string>;
  /** Keyed by the supervisor's channel. */
  readonly spies: ReadonlyMap<string, Spy>;
}

export const nobody: Team = {
  members: new Map(),
  lamps: new Map(),
  channels: [],
  queueOf: new Map(),
  spies: new Map(),
};

const keyOf = ({ queue, extension }: MemberFact): string => `${queue} ${extension}`;

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

export function reduceTeam(team: Team, event: TeamEvent, at: number): Team {
  switch (event.type) {
    case 'snapshot':
      return { ...nobody, lamps: team.lamps, members: new Map(event.members.map((one) => [keyOf(one), one])) };
    case 'member': {
      const before = team.members.get(keyOf(event.member));
      // Asterisk leaves the reason blank on later events.
      const reason = event.member.paused ? event.member.reason || before?.reason : undefined;
      return { ...team, members: new Map(team.members).set(keyOf(event.member), { ...event.member, reason }) };
    }
    case 'memberGone':
      return { ...team, members: without(team.members, keyOf(event.member)) };
    case 'lamp':
      if (team.lamps.get(event.extension)?.presence === event.presence) return team;
      return {
        ...team,
        lamps: new Map(team.lamps).set(event.extension, { presence: event.presence, since: at }),
        // Whoever is free again talks with nobody.
        channels: isTalking(event.presence)
          ? team.channels
          : team.channels.filter(({ extension }) => extension !== event.extension),
      };
    case 'connected':
      return { ...team, queueOf: new Map(team.queueOf).set(event.channel, event.queue) };
    case 'channels':
      return withChannels(team, event.channels);
    case 'listening':
      return { ...team, spies: new Map(team.spies).set(event.channel, { by: event.by, to: event.to, since: at }) };
    case 'stoppedListening':
      return { ...team, spies: without(team.spies, event.channel) };
    default:
      return assertNever(event);
  }
}

/** The PBX's own list stands above what single events said before. */
function withChannels(team: Team, channels: readonly ChannelFact[]): Team {
  const known = new Map(team.channels.map((one) => [one.channel, one]));
  const there = new Set(channels.map(({ channel }) => channel));
  const spies = new Map<string, Spy>();
  for (const { channel, extension, listensTo, since } of channels)
    if (listensTo !== undefined) spies.set(channel, team.spies.get(channel) ?? { by: extension, to: listensTo, since });
  return {
    ...team,
    // The clock of a conversation does not jump with every list.
    channels: channels.map((one) =>
      known.get(one.channel)?.joined ? { ...one, since: known.get(one.channel)!.since } : one,
    ),
    queueOf: new Map([...team.queueOf].filter(([channel]) => there.has(channel))),
    spies,
  };
}

const isTalking = (presence: Presence): boolean => presence === 'busy' || presence === 'ringing';

export interface Names {
  /** Who has this extension or number, by the practice's users and directory. */
  readonly nameOf: (number: string) => string | undefined;
  /** Supervisors and administrators, by name: only they pause others. */
  readonly leaders: ReadonlySet<string>;
}

/** One row for each person who is in a queue, by name. */
export function teamRows(team: Team, names: Names, now: number): TeamRow[] {
  const byExtension = Map.groupBy(team.members.values(), ({ extension }) => extension);
  const rows = [...byExtension].map(([extension, members]) => rowOf(team, extension, members, names, now));
  return rows.sort((a, b) => a.name.localeCompare(b.name) || a.extension.localeCompare(b.extension));
}

function rowOf(team: Team, extension: string, members: readonly MemberFact[], names: Names, now: number): TeamRow {
  const talk = talkOf(team, extension, names);
  const how = stateOf(team, extension, members, talk, now);
  const paused = how.state === 'paused' ? members.find((one) => one.paused) : undefined;
  const forced = forcedBy(paused?.reason, names.leaders);
  return {
    extension,
    name: names.nameOf(extension) ?? members[0]?.name ?? extension,
    ...how,
    ...(forced ? { reason: forced.reason, pausedBy: forced.by } : paused?.reason ? { reason: paused.reason } : {}),
    memberships: members.map(membershipOf),
    ...(talk ? { talk } : {}),
    heardBy: heardBy(team, extension, names),
  };
}

const membershipOf = ({ queue, paused, fixed, loginAt, reason, pausedAt }: MemberFact): Membership => ({
  queue,
  paused,
  fixed,
  ...(loginAt ? { since: loginAt } : {}),
  ...(paused && reason ? { reason } : {}),
  ...(paused && pausedAt ? { pausedSince: pausedAt } : {}),
});

function stateOf(
  team: Team,
  extension: string,
  members: readonly MemberFact[],
  talk: Talk | undefined,
  now: number,
): { state: PersonState; since?: number; wrapUpUntil?: number } {
  const lamp = team.lamps.get(extension);
  const presence = lamp?.presence ?? members[0]?.presence ?? 'unknown';
  const lampSince = lamp ? { since: lamp.since } : {};
  if (presence === 'busy' || members.some(({ inCall }) => inCall))
    return { state: 'talking', ...(talk ? { since: talk.since } : lampSince) };
  if (presence !== 'free')
    return { state: presence === 'paused' || presence === 'wrapUp' ? 'free' : presence, ...lampSince };
  const pausedAt = members.filter(({ paused }) => paused).map((one) => one.pausedAt ?? 0);
  if (pausedAt.length > 0 && pausedAt.length === members.length)
    return { state: 'paused', ...(Math.max(...pausedAt) > 0 ? { since: Math.max(...pausedAt) } : {}) };
  const until = Math.max(...members.map(({ lastCallAt = 0, wrapUpMs }) => (wrapUpMs > 0 ? lastCallAt + wrapUpMs : 0)));
  const lastCallAt = Math.max(...members.map((one) => one.lastCallAt ?? 0));
  if (until > now) return { state: 'wrapUp', since: lastCallAt, wrapUpUntil: until };
  return { state: 'free', ...lampSince };
}

function talkOf(team: Team, extension: string, { nameOf }: Names): Talk | undefined {
  const own = team.channels.filter((one) => one.extension === extension && one.joined && one.listensTo === undefined);
  const [latest] = own.sort((a, b) => b.since - a.since);
  if (!latest) return undefined;
  const directoryName = latest.number ? nameOf(latest.number) : undefined;
  const queue = team.queueOf.get(latest.channel);
  return {
    number: latest.number,
    withheld: latest.withheld,
    since: latest.since,
    ...(directoryName === undefined ? {} : { directoryName }),
    ...(queue === undefined ? {} : { queue }),
  };
}

/** Who listens to this person's calls. */
export const heardBy = (team: Team, extension: string, { nameOf }: Pick<Names, 'nameOf'>): TeamRow['heardBy'] =>
  [...team.spies.values()]
    .filter(({ to }) => to === extension)
    .map(({ by, since }) => ({ extension: by, name: nameOf(by) ?? by, since }));

/** The PBX keeps one text with a pause: who paused somebody else stands behind the reason, in brackets. */
export const forcedReason = (reason: string, by: string): string =>
  `${reason.replace(/[()]/g, '')} (${by})`.slice(0, 120);

/** Who paused somebody and why, when it was not themselves. A name that is no supervisor's is part of the reason. */
export function forcedBy(
  text: string | undefined,
  leaders: ReadonlySet<string>,
): { reason: string; by: string } | undefined {
  const [, reason, by] = /^(.*) \(([^()]+)\)$/.exec(text ?? '') ?? [];
  return reason === undefined || by === undefined || !leaders.has(by) ? undefined : { reason, by };
}
