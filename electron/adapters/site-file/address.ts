// The site file at a web address: asked for with the ETag it had, written over exactly the version that was read. What was
// last read is kept beside the journal, so that a desk starts while the server does not answer.
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { SiteReading, SiteSource, SiteStore, SiteText } from '../../ports/site.ts';
import { parseSite } from './parse.ts';
import { versionOf } from './source.ts';

const POLL_MS = 2_500;
const TIME_LIMIT_MS = 8_000;
const MAX_BYTES = 2_000_000;

/** Whether `--site` names an address; anything but https:// must be on this computer. */
export function isSiteAddress(site: string): boolean {
  return /^https?:\/\//i.test(site);
}
const isLoopback = ({ hostname }: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** @param copy the file in which the last good text is kept */
export function siteFromAddress(address: string, copy: string): SiteSource & SiteStore {
  return new AddressSource(new URL(address), copy);
}

class AddressSource implements SiteSource, SiteStore {
  readonly #url: URL;
  readonly #copy: string;
  #last: (SiteText & { readonly etag: string | undefined }) | undefined;

  constructor(url: URL, copy: string) {
    this.#url = url;
    this.#copy = copy;
  }

  async read(): Promise<SiteReading> {
    const read = await this.text();
    if (read.ok) return this.#keepGood(read.value.text);
    const kept = this.#last === undefined ? this.#kept() : undefined;
    if (kept !== undefined) return parseSite(kept);
    const message = `The settings at ${this.#url.host} cannot be read (${read.error.detail ?? read.error.code}).`;
    return { ok: false, problems: [{ line: 1, column: 1, path: '', message }] };
  }

  async text(): Promise<Result<SiteText>> {
    if (this.#url.protocol !== 'https:' && !isLoopback(this.#url)) return fail('siteUnreadable', 'needs https');
    const etag = this.#last?.etag;
    const answer = await this.#ask('GET', etag === undefined ? {} : { 'if-none-match': etag });
    if (!answer.ok) return answer;
    const reply = answer.value;
    if (reply.status === 304 && this.#last) return ok(this.#last);
    if (!reply.ok) return fail('siteUnreadable', `HTTP ${reply.status}`);
    const text = await bodyOf(reply);
    if (text === undefined) return fail('siteUnreadable', 'larger than 2 MB');
    this.#last = { text, version: versionOf(text), etag: reply.headers.get('etag') ?? undefined };
    return ok(this.#last);
  }

  watch(onChange: () => void): () => void {
    let ended = false;
    let timer: NodeJS.Timeout | undefined;
    let seen = this.#last?.version;
    let failed = false;
    const look = async () => {
      const read = await this.text();
      if (ended) return;
      const isNews = read.ok ? read.value.version !== seen || failed : !failed;
      failed = !read.ok;
      if (read.ok) seen = read.value.version;
      if (isNews) onChange();
      again();
    };
    const again = () => {
      timer = setTimeout(() => void look(), POLL_MS);
      timer.unref();
    };
    again();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  async write(text: string, over: string): Promise<Result<SiteText>> {
    const now = await this.text();
    if (!now.ok) return now;
    if (now.value.version !== over) return fail('siteChangedMeanwhile');
    const etag = this.#last?.etag;
    // Without an ETag (or with a weak one, which promises less) another desk's edit could be overwritten unseen.
    if (etag === undefined || etag.startsWith('W/')) return fail('siteReadOnly', 'no ETag');
    const answer = await this.#ask('PUT', { 'if-match': etag, 'content-type': 'application/yaml' }, text);
    // It may have arrived: what is there now says it.
    if (!answer.ok) return this.#afterSilence(text);
    const { status } = answer.value;
    if (status === 412 || status === 409) return fail('siteChangedMeanwhile');
    if (status === 507) return fail('siteDiskFull', `HTTP ${status}`);
    if ([401, 403, 404, 405, 501].includes(status)) return fail('siteReadOnly', `HTTP ${status}`);
    if (!answer.value.ok) return this.#afterSilence(text);
    this.#last = { text, version: versionOf(text), etag: answer.value.headers.get('etag') ?? undefined };
    return ok(this.#last);
  }

  async place(): Promise<{ writable: boolean; keptAt: string }> {
    const answer = await this.#ask('OPTIONS', {});
    const allowed = answer.ok ? (answer.value.headers.get('allow') ?? '') : '';
    return { writable: /\bPUT\b/i.test(allowed), keptAt: this.#url.host };
  }

  async #afterSilence(text: string): Promise<Result<SiteText>> {
    const now = await this.text();
    return now.ok && now.value.text === text ? now : fail('siteUnknownOutcome');
  }

  async #ask(method: string, headers: Record<string, string>, body?: string): Promise<Result<Response>> {
    try {
      const signal = AbortSignal.timeout(TIME_LIMIT_MS);
      return ok(
        await fetch(this.#url, {
          ...{ method, headers, signal, redirect: 'error', cache: 'no-store' },
          ...(body === undefined ? {} : { body }),
        }),
      );
    } catch {
      return fail('siteUnreachable', 'no answer');
    }
  }

  #keepGood(text: string): SiteReading {
    const reading = parseSite(text);
    if (reading.ok && text !== this.#kept()) this.#keep(text);
    return reading;
  }

  #kept(): string | undefined {
    try {
      return readFileSync(this.#copy, 'utf8');
    } catch {
      return undefined;
    }
  }

  #keep(text: string): void {
    try {
      mkdirSync(path.dirname(this.#copy), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#copy}.new`, text, { mode: 0o600 });
      chmodSync(`${this.#copy}.new`, 0o600);
      renameSync(`${this.#copy}.new`, this.#copy);
    } catch {
      // The copy only shortens a bad morning; what is in force does not depend on it.
    }
  }
}

async function bodyOf(reply: Response): Promise<string | undefined> {
  if (Number(reply.headers.get('content-length') ?? 0) > MAX_BYTES) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (reply.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
