// HTTP in and out for the demo EHR: bodies with a limit, FHIR JSON, OperationOutcome for every refusal.
import { badRequest, contentTooLarge, getStatus } from '@medplum/core';
import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import type { IncomingMessage, ServerResponse } from 'node:http';

const BODY_LIMIT = 2_000_000;

/** A request that cannot be served; carries what is sent back. */
export class Refused extends Error {
  readonly outcome: OperationOutcome;
  readonly status: number;
  constructor(outcome: OperationOutcome, status: number) {
    super(outcome.issue?.[0]?.details?.text ?? 'refused');
    this.outcome = outcome;
    this.status = status;
  }
}

export const notSupported = (text: string, status: number): Refused =>
  new Refused(
    { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported', details: { text } }] },
    status,
  );

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Refused(contentTooLarge('Body too large'), 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Repeated parameters become arrays, as the router expects. */
export function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key);
    query[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
}

/** The parsed body: FHIR JSON, a search form, or undefined when there is none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return undefined;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return queryOf(new URLSearchParams(text));
  if (type !== 'application/fhir+json' && type !== 'application/json' && type !== 'application/json-patch+json')
    throw notSupported('Send application/fhir+json', 415);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused(badRequest('The body is not JSON'), 400);
  }
}

/** Sends a resource with its version as ETag (https://hl7.org/fhir/R4/http.html#concurrency). */
export function sendResource(response: ServerResponse, status: number, resource: Resource, location?: string): void {
  const version = resource.meta?.versionId;
  response.writeHead(status, {
    'content-type': 'application/fhir+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(version === undefined ? {} : { etag: `W/"${version}"` }),
    ...(location === undefined ? {} : { location }),
    // The rest of what was too much is never read: nothing more can come on this connection.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(resource));
}

export function sendRefusal(response: ServerResponse, refused: Refused): void {
  sendResource(response, refused.status, refused.outcome);
}

export const statusOf = (outcome: OperationOutcome): number => getStatus(outcome);
