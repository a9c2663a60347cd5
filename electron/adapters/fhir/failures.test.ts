import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf, retryAfterMs } from './failures.ts';
import { isPrivateEnough, redact } from './transport.ts';

const NOW = Date.parse('2026-11-20T18:00:00Z');
const http = (status: number, data: unknown, headers: Record<string, string> = {}) =>
  Object.assign(new Error(`HTTP ${status}: GET https://ehr.example/Patient?name=Okafor`), {
    response: { status, data },
    config: { status, data, headers: new Headers(headers), url: 'https://ehr.example/Patient?name=Okafor' },
  });

describe('retryAfterMs', () => {
  it.each([
    ['7', 7000],
    ['0', 0],
    ['Fri, 20 Nov 2026 18:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 17:00:00 GMT', 0],
    ['999999', 600_000],
    ['soon', undefined],
    ['', undefined],
  ])('reads %s', (header, wait) => expect(retryAfterMs(header, NOW)).toBe(wait));
});

describe('failureOf', () => {
  it('takes a text instead of JSON for a page, which leaves a write unknown', () => {
    expect(failureOf(http(200, '<html>'), 'read')).toMatchObject({ code: 'ehrNotFhir', detail: 'HTTP 200 not JSON' });
    expect(failureOf(http(200, '<html>'), 'write').code).toBe('ehrUnknownOutcome');
    expect(failureOf(http(404, '<html>'), 'write').code).toBe('ehrNotFound');
  });

  it('knows what never left this machine', () => {
    const cause = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });
    expect(failureOf(cause('ECONNREFUSED'), 'write').code).toBe('ehrUnreachable');
    expect(failureOf(cause('DEPTH_ZERO_SELF_SIGNED_CERT'), 'write').code).toBe('ehrUnreachable');
    expect(failureOf(cause('ECONNRESET'), 'write').code).toBe('ehrUnknownOutcome');
    expect(failureOf(cause('ECONNRESET'), 'read').code).toBe('ehrUnreachable');
  });

  it('tells a busy server from a broken one', () => {
    expect(failureOf(http(503, {}, { 'retry-after': '2' }), 'write')).toMatchObject({
      code: 'ehrBusy',
      retryAfterMs: 2000,
    });
    expect(failureOf(http(429, {}), 'read')).toMatchObject({ code: 'ehrBusy', retryAfterMs: 1000 });
    expect(failureOf(http(503, {}), 'read').code).toBe('ehrUnreachable');
  });

  it('repeats nothing of what was thrown, whatever it was', () => {
    const secret = 'Okafor';
    const issue = { code: `x-${secret}`, details: { text: secret }, diagnostics: secret };
    const shapes = fc.constantFrom<unknown>(
      http(422, { resourceType: 'OperationOutcome', issue: [issue] }),
      http(200, secret),
      new Error(secret),
      new TypeError(secret),
      { response: secret },
      secret,
      undefined,
      null,
    );
    fc.assert(
      fc.property(shapes, fc.constantFrom<'read' | 'write'>('read', 'write'), (thrown, intent) => {
        expect(JSON.stringify(failureOf(thrown, intent))).not.toContain(secret);
      }),
    );
  });
});

describe('isPrivateEnough', () => {
  it.each([
    ['https://ehr.example/fhir', true],
    ['http://127.0.0.1:8103/fhir', true],
    ['http://localhost/fhir', true],
    ['http://[::1]/fhir', true],
    ['http://ehr.example/fhir', false],
    ['http://127.0.0.1.ehr.example/fhir', false],
    ['ftp://127.0.0.1/', false],
  ])('%s: %s', (address, enough) => expect(isPrivateEnough(address)).toBe(enough));
});

describe('redact', () => {
  it('keeps type and operation, never an id or a query', () => {
    expect(redact('Patient?name=Okafor')).toBe('Patient');
    expect(redact('Patient/123')).toBe('Patient/:id');
    expect(redact('Patient/_search')).toBe('Patient/_search');
    expect(redact('metadata')).toBe('metadata');
  });
});
