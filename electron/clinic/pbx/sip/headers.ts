// The parts inside header fields: addresses, URIs, parameters, Via. All parsing is total: garbage gives undefined.
import { headers } from './message.ts';
import type { SipHeaderList } from './message.ts';

export interface SipUri {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** Unescaped user part; for tel the number. */
  readonly user: string;
  readonly host: string;
  readonly params: Readonly<Record<string, string>>;
  /** URI headers after `?`, unescaped (RFC 3261 19.1.1); Refer-To carries Replaces here. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface NameAddress {
  readonly displayName: string;
  /** The URI as written, without angle brackets. */
  readonly uri: string;
  readonly params: Readonly<Record<string, string>>;
}

const unescape = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Splits at a separator that stands outside quotes and angle brackets. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i += 1;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '<') depth += 1;
    else if (c === '>') depth = Math.max(0, depth - 1);
    else if (c === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

/** `;a=1;b;c="x"` as a record; names in lower case, quotes taken off. */
export function parseParams(parts: readonly string[]): Record<string, string> {
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of parts) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    const raw = at < 0 ? '' : part.slice(at + 1).trim();
    if (name) params[name] = /^".*"$/.test(raw) ? raw.slice(1, -1).replace(/\\(.)/g, '$1') : raw;
  }
  return params;
}

/** From, To, Contact, Refer-To (RFC 3261 20.10), or undefined. */
export function parseNameAddress(value: string | undefined): NameAddress | undefined {
  if (!value) return undefined;
  const open = indexOutsideQuotes(value, '<');
  if (open >= 0) {
    const close = value.indexOf('>', open);
    if (close < 0) return undefined;
    const name = value.slice(0, open).trim();
    return {
      displayName: /^".*"$/s.test(name) ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name,
      uri: value.slice(open + 1, close).trim(),
      params: parseParams(splitOutside(value.slice(close + 1), ';').slice(1)),
    };
  }
  // RFC 3261 20.10: without brackets the parameters belong to the header field, not to the URI.
  const [uri = '', ...params] = splitOutside(value, ';');
  return uri && !/\s/.test(uri) ? { displayName: '', uri, params: parseParams(params) } : undefined;
}

function indexOutsideQuotes(text: string, wanted: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted && c === '\\') i += 1;
    else if (c === '"') quoted = !quoted;
    else if (c === wanted && !quoted) return i;
  }
  return -1;
}

/** sip:, sips: and tel: URIs (RFC 3261 19.1, RFC 3966), or undefined. */
export function parseUri(text: string | undefined): SipUri | undefined {
  const match = /^(sips?|tel):([^?]{1,1024})(?:\?(.*))?$/is.exec(text ?? '');
  if (!match) return undefined;
  const scheme = (match[1] ?? '').toLowerCase() as SipUri['scheme'];
  const [address = '', ...params] = (match[2] ?? '').split(';');
  const at = address.lastIndexOf('@');
  const user = scheme === 'tel' ? address : at < 0 ? '' : address.slice(0, at).split(':')[0];
  const uriHeaders = (match[3] ?? '').split('&').filter(Boolean);
  return {
    scheme,
    user: unescape(user ?? ''),
    host: scheme === 'tel' ? '' : (at < 0 ? address : address.slice(at + 1)).toLowerCase(),
    params: parseParams(params),
    headers: Object.fromEntries(
      uriHeaders.map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [unescape(name).toLowerCase(), unescape(value.join('='))];
      }),
    ),
  };
}

/** The tag of From or To, or undefined. */
export const tagOf = (value: string | undefined): string | undefined => parseNameAddress(value)?.params['tag'];

/** The branch of the topmost Via (RFC 3261 20.42), or undefined. */
export function topBranch(message: { readonly headers: SipHeaderList }): string | undefined {
  const [top = ''] = splitOutside(headers(message, 'via')[0] ?? '', ',');
  return parseParams(splitOutside(top, ';').slice(1))['branch'];
}

/** Replaces (RFC 3891), as found in Refer-To or in a header field: call id and tags, or undefined. */
export function parseReplaces(
  value: string | undefined,
): { readonly callId: string; readonly toTag: string; readonly fromTag: string } | undefined {
  const [callId = '', ...rest] = (value ?? '').split(';').map((part) => part.trim());
  const params = parseParams(rest);
  const [toTag, fromTag] = [params['to-tag'], params['from-tag']];
  return callId && toTag && fromTag ? { callId, toTag, fromTag } : undefined;
}

/** Writes a name-addr; the display name is quoted and escaped (RFC 3261 25.1 quoted-string). */
export function nameAddress(displayName: string, uri: string, tag?: string): string {
  const quoted = displayName ? `"${displayName.replace(/[\\"]/g, '\\$&').replace(/[\r\n]+/g, ' ')}" ` : '';
  return `${quoted}<${uri}>${tag ? `;tag=${tag}` : ''}`;
}
