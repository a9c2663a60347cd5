import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { siteJsonSchema } from '../../build/schema.ts';
import { parseSite } from '../../electron/adapters/site-file/parse.ts';
import { redFlagMatcher } from '../../shared/domain/red-flags/match.ts';
import { ROOT } from '../support/host.ts';

const read = (name: string) => readFileSync(path.join(ROOT, 'build/examples', name), 'utf8');

it('the published JSON Schema is the one the console checks with (npm run schema writes it)', () => {
  expect(JSON.parse(read('clinic.schema.json'))).toEqual(JSON.parse(siteJsonSchema()));
});

it('the example site is good', () => {
  expect(parseSite(read('clinic.yaml'))).toMatchObject({
    ok: true,
    site: { clinic: { name: 'Riverside Family Practice' } },
  });
});

it('every red flag of the example is heard at the end of a sentence, as soon as its last letter is typed', () => {
  const reading = parseSite(read('clinic.yaml'));
  const phrases = reading.ok ? reading.site.rules.redFlags!.phrases : {};
  const listed = Object.values(phrases).flat();
  expect(listed.length).toBeGreaterThan(30);
  for (const phrase of listed)
    expect(redFlagMatcher(listed).find(`My mother has been tired and ${phrase}`), phrase).toContain(phrase);
});
