// What is typed or pasted becomes what is dialled: an extension, an outside number, an emergency number. Nothing else.
import { LONGEST_EXTENSION } from '../phone-number/extension.ts';
import type { Site } from '../site/site.ts';

type DialSite = Pick<Site, 'directory'> & {
  phone: Pick<Site['phone'], 'emergencyNumbers' | 'outsidePrefix'> & {
    intercomPrefix?: string | undefined;
  };
};

/**
 * The number to send to the PBX, or undefined when `typed` is not a number. Emergency numbers go out exactly as they
 * are, before every other rule. `tel:`, `sip:` and `callto:` links are understood (RFC 3966, RFC 3261 19.1).
 */
export function dialTarget(typed: string, site: DialSite): string | undefined {
  const text = typed
    .trim()
    .replace(/^(?:tel|sips?|callto):/i, '')
    .replace(/[;?@].*$/, '');
  const digits = text.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, '');
  if (site.phone.emergencyNumbers.includes(digits)) return digits;
  const named = site.directory.find((entry) => entry.name.toLowerCase() === typed.trim().toLowerCase());
  if (named) return named.number;
  if (!/^\+?[0-9*#]{1,32}$/.test(digits)) return undefined;
  const { intercomPrefix } = site.phone;
  if (intercomPrefix !== undefined && digits.startsWith(intercomPrefix)) return digits;
  const isExtension = digits.length <= LONGEST_EXTENSION && !digits.startsWith('+');
  return isExtension ? digits : `${site.phone.outsidePrefix}${digits}`;
}

/** What was dialled without what reaches the outside line: as the directory and the rules write it. */
export function withoutPrefix(target: string, outsidePrefix: string): string {
  const rest = target.startsWith(outsidePrefix) ? target.slice(outsidePrefix.length) : target;
  return rest.length > LONGEST_EXTENSION ? rest : target;
}
