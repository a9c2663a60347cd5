// Whether a token lets its bearer do what is asked: per resource type and interaction, each entry of a batch by itself.
import type { IncomingMessage } from 'node:http';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import { allows } from '../../../../shared/domain/ehr-access/scopes.ts';
import type { Who } from '../../../../shared/domain/ehr-access/scopes.ts';

interface Bearer {
  readonly who: Who;
  readonly scopes: readonly string[];
}

const Batch = z.object({ entry: z.array(z.object({ request: z.object({ method: z.string(), url: z.string() }) })) });

async function bearerOf(provider: Provider, request: IncomingMessage): Promise<Bearer | undefined> {
  const value = /^Bearer (\S{1,500})$/.exec(request.headers.authorization ?? '')?.[1];
  if (value === undefined) return undefined;
  const person = await provider.AccessToken.find(value);
  const token = person ?? (await provider.ClientCredentials.find(value));
  if (!token?.isValid) return undefined;
  return { who: person ? 'user' : 'system', scopes: (token.scope ?? '').split(' ') };
}

/** The interaction's letter, by method and path (https://hl7.org/fhir/R4/http.html). */
function letterOf(method: string, path: string): 'c' | 'r' | 'u' | 'd' | 's' {
  const [, id] = (path.split('?')[0] ?? '').split('/');
  if (method === 'GET') return id === undefined ? 's' : 'r';
  if (method === 'POST') return id === '_search' ? 's' : 'c';
  return method === 'DELETE' ? 'd' : 'u';
}

function mayDo({ who, scopes }: Bearer, method: string, path: string): boolean {
  const type = (path.split('?')[0] ?? '').split('/')[0] ?? '';
  return allows(scopes, who, type, letterOf(method, path));
}

/** The status to refuse with, or undefined. */
export async function guard(
  provider: Provider,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): Promise<401 | 403 | undefined> {
  const bearer = await bearerOf(provider, request);
  if (!bearer) return 401;
  const method = request.method ?? 'GET';
  // A page of what was already given.
  if (path === '' && method === 'GET') return undefined;
  if (path !== '') return mayDo(bearer, method, path) ? undefined : 403;
  const batch = Batch.safeParse(JSON.parse(body.toString('utf8')));
  const isFine =
    batch.success && batch.data.entry.every((entry) => mayDo(bearer, entry.request.method, entry.request.url));
  return isFine ? undefined : 403;
}
