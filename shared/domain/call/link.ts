// Links from other programs: tel: (RFC 3966), sip: (RFC 3261 19.1), callto:. Whoever wrote the web page or the mail wrote the
// link, so it may only name a number: no service codes, no other server, no parameters.
import type { Site } from '../site/site.ts';
import { dialTarget } from './dial.ts';

type LinkSite = Pick<Site, 'directory'> & {
  phone: Pick<Site['phone'], 'emergencyNumbers' | 'outsidePrefix' | 'domain'>;
};

export interface DialLink {
  /** What would be dialled. */
  readonly target: string;
  /** As the link wrote it, for the question. */
  readonly number: string;
  /** In the practice's own directory: dialled without a question. */
  readonly isKnown: boolean;
}

const LONGEST = 200;
const LINK = /^(tel|sips?|callto):(?:\/\/)?([^@;?]+)(?:@([^;?/:]+))?/i;

/** The link's number, or undefined when it is not one that may be dialled from a link. */
export function dialLink(link: string, site: LinkSite): DialLink | undefined {
  if (link.length > LONGEST) return undefined;
  const [, , user, host] = LINK.exec(link.trim()) ?? [];
  const number = user === undefined ? undefined : decoded(user);
  if (number === undefined) return undefined;
  // A star or hash code would change how the phone works (call forwarding, voicemail) instead of calling somebody.
  if (!/^\+?[\d\s().\-/\u00a0\u2010-\u2015]{1,40}$/.test(number) || !/\d/.test(number)) return undefined;
  if (host !== undefined && host.toLowerCase() !== site.phone.domain.toLowerCase()) return undefined;
  const target = dialTarget(number, site);
  if (target === undefined) return undefined;
  const isEmergency = site.phone.emergencyNumbers.includes(target);
  const isKnown = !isEmergency && site.directory.some((entry) => entry.number === target);
  return { target, number: number.trim(), isKnown };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
