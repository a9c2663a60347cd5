// What colleagues' phones are doing, as the PBX tells any phone that subscribes: dialogs (RFC 4235), presence (RFC 3863 with
// the activities of RFC 4480) and waiting messages (RFC 3842). All of it comes from outside: nothing here trusts its shape.
import type { RemoteParty } from '../call/call.ts';
import { LONGEST_EXTENSION } from '../phone-number/extension.ts';
import type { Presence } from '../queue/types.ts';
import type { Site } from '../site/site.ts';

/** An element of a document, with its local name: `dm:person` is `person`. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

export interface Dialog {
  readonly state: 'ringing' | 'calling' | 'talking';
  /** Who is on the other side, where the PBX says so. */
  readonly remote?: RemoteParty | undefined;
}

export interface Dialogs {
  readonly version: number;
  /** Those that are not over, by the PBX's id. */
  readonly live: ReadonlyMap<string, Dialog>;
}

export type Availability = 'open' | 'busy' | 'away' | 'closed';

/** Of each package: nothing yet, a refusal, or what was said last. */
export interface PhoneFacts {
  readonly dialogs?: Dialogs | 'refused';
  readonly availability?: Availability | 'refused';
}

/** More dialogs than this one phone never has: the rest of such a document is not read. */
const MOST_DIALOGS = 50;
const MOST_WATCHED = 200;

const childrenOf = (node: XmlNode | undefined, name: string): XmlNode[] =>
  node?.children.filter((child) => child.name === name) ?? [];
const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined => childrenOf(node, name)[0];

/** The phone's dialogs after this document; undefined: it is none, or an old one, and changes nothing. */
export function dialogsAfter(before: Dialogs | undefined, root: XmlNode | undefined): Dialogs | undefined {
  if (root?.name !== 'dialog-info') return undefined;
  const version = Number(root.attributes['version'] ?? 0);
  if (!Number.isSafeInteger(version) || version < 0) return undefined;
  const isPartial = root.attributes['state'] === 'partial';
  // A full state of a lower version begins anew: the PBX was restarted.
  if (isPartial && (!before || version <= before.version)) return undefined;
  const live = new Map(isPartial ? before?.live : undefined);
  childrenOf(root, 'dialog')
    .slice(0, MOST_DIALOGS)
    .forEach((node, index) => {
      const id = node.attributes['id'] ?? String(index);
      const dialog = dialogOf(node);
      if (dialog) live.set(id, dialog);
      else live.delete(id);
    });
  return { version, live };
}

function dialogOf(node: XmlNode): Dialog | undefined {
  const said = childOf(node, 'state')?.text.trim().toLowerCase();
  const remote = partyOf(childOf(childOf(node, 'remote'), 'identity'));
  const withRemote = remote ? { remote } : {};
  if (said === 'confirmed') return { state: 'talking', ...withRemote };
  if (said === 'trying' || said === 'proceeding' || said === 'early')
    return { state: node.attributes['direction'] === 'initiator' ? 'calling' : 'ringing', ...withRemote };
  return undefined;
}

const WITHHELD = /^(anonymous|restricted|unavailable|withheld|unknown|private|)$/i;

function partyOf(identity: XmlNode | undefined): RemoteParty | undefined {
  const user = /^<?sips?:([^@;>]{1,100})@/i.exec(identity?.text.trim() ?? '')?.[1];
  if (identity === undefined || user === undefined) return undefined;
  const number = cleaned(decoded(user));
  const withheld = WITHHELD.test(number);
  return {
    number: withheld ? '' : number,
    name: withheld ? '' : cleaned(identity.attributes['display'] ?? ''),
    withheld,
  };
}

/** As the phone does with every caller's name: no control characters, nothing that turns the reading direction. */
const cleaned = (text: string): string =>
  text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 120);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a presence document says; undefined: it is none. */
export function availabilityOf(root: XmlNode | undefined): Availability | undefined {
  if (root?.name !== 'presence') return undefined;
  const people = [root, ...childrenOf(root, 'person'), ...childrenOf(root, 'tuple')];
  const activities = people
    .flatMap((node) => [...childrenOf(node, 'activities'), ...childrenOf(childOf(node, 'status'), 'activities')])
    .flatMap((node) => node.children.map((child) => child.name));
  if (activities.includes('busy') || activities.includes('on-the-phone')) return 'busy';
  const basics = childrenOf(root, 'tuple').map((tuple) => childOf(childOf(tuple, 'status'), 'basic')?.text.trim());
  if (!basics.includes('open')) return basics.includes('closed') ? 'closed' : undefined;
  return activities.includes('away') ? 'away' : 'open';
}

/** The lamp. Dialogs know best what the phone does; only presence knows a phone that is not there at all. */
export function lampOf({ dialogs, availability }: PhoneFacts): Presence {
  const live = typeof dialogs === 'object' ? [...dialogs.live.values()].map(({ state }) => state) : [];
  if (live.includes('talking') || live.includes('calling')) return 'busy';
  if (live.includes('ringing')) return 'ringing';
  switch (availability) {
    case undefined:
      // Without calls and without presence, free would be a guess.
      return 'unknown';
    case 'refused':
      return typeof dialogs === 'object' ? 'free' : 'unknown';
    case 'closed':
      return 'unregistered';
    case 'open':
      return 'free';
    default:
      return availability;
  }
}

/** Who calls the phone that rings. */
export function callerOf({ dialogs }: PhoneFacts): RemoteParty | undefined {
  if (typeof dialogs !== 'object' || lampOf({ dialogs }) !== 'ringing') return undefined;
  return [...dialogs.live.values()].find(({ state }) => state === 'ringing')?.remote;
}

/** New and old voice messages of a message summary; undefined: it is none. */
export function messageCounts(body: string): { newCount: number; oldCount: number } | undefined {
  const counts = /^Voice-Message\s*:\s*(\d{1,6})\s*\/\s*(\d{1,6})/im.exec(body);
  if (counts) return { newCount: Number(counts[1]), oldCount: Number(counts[2]) };
  return /^Messages-Waiting\s*:\s*no\b/im.test(body) ? { newCount: 0, oldCount: 0 } : undefined;
}

/** Whose lamps a phone asks for: those who sign in here first, then the directory as written, as many as are reasonable. */
export function watchedExtensions({ users, directory }: Pick<Site, 'users' | 'directory'>): string[] {
  const places = directory.filter(({ kind }) => kind === 'person' || kind === 'room');
  const numbers = [...users.map(({ extension }) => extension), ...places.map(({ number }) => number)];
  const own = numbers.filter((number) => /^\d+$/.test(number) && number.length <= LONGEST_EXTENSION);
  return [...new Set(own)].slice(0, MOST_WATCHED);
}
