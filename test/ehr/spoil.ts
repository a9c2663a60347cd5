// Ways an answer goes wrong between a good server and the desk.
import { json, outcome } from './stand-in.ts';
import type { Spoil } from './strict.ts';

interface Page {
  readonly resourceType?: string;
  readonly type?: string;
  readonly link?: readonly object[];
  readonly entry?: readonly { readonly resource?: unknown }[];
}

/** The searches in an answer: itself, or those in the bundle that several were asked for in. */
function eachSearch(body: unknown, change: (page: Page) => Page): unknown {
  const page = body as Page;
  if (page.type === 'searchset') return change(page);
  if (!page.type?.endsWith('-response')) return page;
  return { ...page, entry: (page.entry ?? []).map((one) => ({ ...one, resource: eachSearch(one.resource, change) })) };
}

export const changing =
  (change: (page: Page) => Page): Spoil =>
  (_, { status, body, headers }, response) => {
    json(response, status, eachSearch(body, change), headers);
    return true;
  };
const text =
  (write: (body: unknown) => string): Spoil =>
  (_, { body }, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(write(body));
    return true;
  };
const answering =
  (status: number, code: string, headers: () => Record<string, string> = () => ({})): Spoil =>
  (_, __, response) => {
    json(response, status, outcome(code), headers());
    return true;
  };

const filler = Array.from({ length: 5000 }, (_, index) => ({
  resource: { resourceType: 'Patient', id: `filler-${index}`, name: [{ text: 'x'.repeat(2000) }] },
}));
const dated = (agoMs: number): string => new Date(Date.now() - agoMs).toUTCString();

/** Seen by a search for a number: the code it ends in, or undefined where the right answer comes all the same. */
export const FAULTS: readonly { readonly name: string; readonly code: string | undefined; readonly spoil: Spoil }[] = [
  { name: 'no answer in time', code: 'ehrSlow', spoil: () => true },
  { name: 'too many requests', code: 'ehrBusy', spoil: answering(429, 'throttled', () => ({ 'retry-after': '7' })) },
  {
    name: 'too many requests, by a clock that is three hours slow',
    code: 'ehrBusy',
    spoil: answering(429, 'throttled', () => ({ date: dated(10_800_000), 'retry-after': dated(10_793_000) })),
  },
  { name: 'signed out', code: 'ehrRefused', spoil: answering(401, 'login') },
  { name: 'a sign-in page', code: 'ehrNotFhir', spoil: text(() => '<!doctype html><title>Sign in</title>') },
  { name: 'half an answer', code: 'ehrNotFhir', spoil: text((body) => JSON.stringify(body).slice(0, -20)) },
  {
    name: 'everything twice',
    code: undefined,
    spoil: changing((page) => ({ ...page, entry: [...(page.entry ?? []), ...(page.entry ?? [])] })),
  },
  {
    name: 'other things between, of no use to a desk',
    code: undefined,
    spoil: changing((page) => ({
      ...page,
      entry: [
        { resource: { resourceType: 'Observation', id: 'o1' } },
        { resource: outcome('informational') },
        { resource: 7 },
        ...(page.entry ?? []),
      ],
    })),
  },
  {
    name: 'ten megabytes',
    code: undefined,
    spoil: changing((page) => ({ ...page, entry: [...(page.entry ?? []), ...filler] })),
  },
];

/** The next page is said to be elsewhere. */
export const nextPageAt = (address: string): Spoil =>
  changing((page) => ({ ...page, link: [{ relation: 'next', url: address }] }));

/** It arrived and was done; the answer did not. */
export const losing =
  (isIt: (method: string) => boolean): Spoil =>
  ({ method }, _, response) => {
    if (isIt(method)) response.destroy();
    return isIt(method);
  };
