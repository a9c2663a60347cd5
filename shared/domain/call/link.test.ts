import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSite } from '../../../test/fakes/parts.ts';
import { dialLink } from './link.ts';

const site = testSite();
const { domain } = site.phone;

describe('a link from another program', () => {
  it.each([
    ['tel:+1-617-555-0188', '+16175550188'],
    ['tel:(617)%20555-0188;ext=9', '6175550188'],
    ['TEL:617.555.0188?subject=x', '6175550188'],
    ['callto://6175550188', '6175550188'],
    [`sip:6175550188@${domain}`, '6175550188'],
    [`sips:6175550188@${domain.toUpperCase()};transport=ws`, '6175550188'],
  ])('%s names a number', (link, digits) => {
    const found = dialLink(link, site);
    expect(found?.target.endsWith(digits)).toBe(true);
    expect(found?.isKnown).toBe(false);
  });

  it('to a number of the directory is known; to help it is always asked', () => {
    expect(dialLink('tel:301', site)).toMatchObject({ target: '301', isKnown: true });
    expect(dialLink('tel:911', site)).toMatchObject({ target: '911', isKnown: false });
  });

  it.each([
    'tel:*21*6175550188%23',
    'tel:%2A%2306%23',
    'sip:6175550188@evil.example',
    'sip:nurse@evil.example',
    'callto:skype.name',
    'tel:',
    'tel:%E0%A4%A',
    'tel:617555<script>0188',
    'javascript:alert(1)',
    'https://tel:6175550188',
    'tel:6175550188\u202e',
    `tel:${'1'.repeat(400)}`,
  ])('%s is refused', (link) => expect(dialLink(link, site)).toBeUndefined());

  it('never dials anything but digits and a plus, whatever it says', () => {
    fc.assert(
      fc.property(fc.constantFrom('tel:', 'sip:', 'callto:'), fc.string(), (scheme, rest) => {
        const found = dialLink(scheme + rest, site);
        if (found) expect(found.target).toMatch(/^\+?\d+$/);
      }),
    );
  });
});
