import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryEntry } from '../site/site.ts';
import { dialTarget } from './dial.ts';

const site = {
  directory: [DirectoryEntry.parse({ id: 'ana', name: 'Ana R.', number: '201' })],
  phone: { emergencyNumbers: ['911'], outsidePrefix: '9' },
};

describe('what is dialled', () => {
  it.each([
    ['201', '201'],
    ['Ana R.', '201'],
    ['(206) 555-0123', '92065550123'],
    ['+1 206 555 0123', '9+12065550123'],
    ['tel:+1-206-555-0123;ext=4', '9+12065550123'],
    ['sip:201@clinic.demo', '201'],
    ['*97', '*97'],
    [' 206.555.0123 ', '92065550123'],
  ])('%s → %s', (typed, dialled) => expect(dialTarget(typed, site)).toBe(dialled));

  it('leaves the intercom prefix and what follows alone, also where it makes the number long', () => {
    const phone = { ...site.phone, intercomPrefix: '*80' };
    expect(dialTarget('*80 20101', { ...site, phone })).toBe('*8020101');
    expect(dialTarget('*80 20101', site)).toBe('9*8020101');
  });

  it.each(['911', ' 9-1-1 ', 'tel:911'])('an emergency number goes out as it is: %s', (typed) =>
    expect(dialTarget(typed, site)).toBe('911'),
  );
  it.each(['', 'hello', '<script>', '206555012345678901234567890123456', 'sip:', '2 0 x'])(
    'is no number: "%s"',
    (typed) => expect(dialTarget(typed, site)).toBeUndefined(),
  );

  it('never lets anything but digits, +, * and # through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(dialTarget(typed, site) ?? '0').toMatch(/^\d?\+?[0-9*#]+$/);
      }),
    );
  });
});
