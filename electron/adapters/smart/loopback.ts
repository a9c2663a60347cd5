// Where the browser comes back to: a listener on this machine alone, for one answer, and then no more (RFC 8252 7.3).
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';

export const PATH = '/frontdesk';

const WORDS = {
  en: { title: 'Signed in', text: 'You can close this tab and go back to Frontdesk.' },
  es: { title: 'Sesión iniciada', text: 'Puede cerrar esta pestaña y volver a Frontdesk.' },
} as const;
const ENDED = {
  en: { title: 'Not signed in', text: 'This sign-in is over. Start again in Frontdesk.' },
  es: { title: 'Sin iniciar sesión', text: 'Este inicio de sesión terminó. Empiece de nuevo en Frontdesk.' },
} as const;

export type Language = keyof typeof WORDS;

export interface Loopback {
  readonly port: number;
  /** The query of the one request that carries `state`; undefined when the time was up or it was called off. */
  readonly answer: Promise<URLSearchParams | undefined>;
  close(): void;
}

const page = ({ title, text }: { title: string; text: string }, language: Language): string =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title>` +
  `<style>body{font:18px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32em;text-align:center;color-scheme:light dark}</style>` +
  `<h1>${title}</h1><p>${text}</p></html>`;

function reply(response: ServerResponse, status: number, words: { title: string; text: string }, language: Language) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(page(words, language));
}

/** The query, if this is the browser coming back with the state we gave it; anybody on this machine can knock here. */
function answerIn({ method, url }: IncomingMessage, state: (port: number) => string, port: number) {
  const target = URL.parse(url ?? '', `http://127.0.0.1:${port}`);
  if (method !== 'GET' || target?.pathname !== PATH) return undefined;
  return target.searchParams.get('state') === state(port) ? target.searchParams : undefined;
}

interface Options {
  /** 0: any free port. */
  readonly port: number;
  /** What the answer must carry; the port may be part of it. */
  readonly state: (port: number) => string;
  readonly language: Language;
  /** Milliseconds until nobody is waited for any more. */
  readonly patienceMs: number;
}

/** Errors: ehrSignInPort when something else listens there. */
export async function listen({ port, state, language, patienceMs }: Options): Promise<Result<Loopback>> {
  const server = createServer();
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isListening) return fail('ehrSignInPort');
  const bound = (server.address() as AddressInfo).port;
  let close = (): void => undefined;
  const answer = new Promise<URLSearchParams | undefined>((resolve) => {
    const timer = setTimeout(() => end(undefined), patienceMs);
    const end = (found: URLSearchParams | undefined) => {
      clearTimeout(timer);
      server.close();
      server.closeIdleConnections();
      resolve(found);
    };
    server.on('request', (request, response) => {
      const found = answerIn(request, state, bound);
      if (!found) return reply(response, 404, ENDED[language], language);
      reply(response, 200, found.has('code') ? WORDS[language] : ENDED[language], language);
      end(found);
    });
    close = () => end(undefined);
  });
  return ok({ port: bound, answer, close });
}
