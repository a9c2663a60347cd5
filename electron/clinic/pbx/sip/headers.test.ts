import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameAddress, parseNameAddress, parseReplaces, parseUri, splitOutside, tagOf, topBranch } from './headers.ts';

/** Any bytes, as a string: cheaper than fast-check's own, and as nasty. */
const junk = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('name-addr', () => {
  it.each([
    ['"Ana \\"A\\" R." <sip:201@x;p=1>;tag=t', { displayName: 'Ana "A" R.', uri: 'sip:201@x;p=1', tag: 't' }],
    ['Front desk <sip:101@x>;TAG=T', { displayName: 'Front desk', uri: 'sip:101@x', tag: 'T' }],
    ['sip:101@x;tag=t', { displayName: '', uri: 'sip:101@x', tag: 't' }],
    ['"<not@this>" <sip:a@b>;tag="q;1"', { displayName: '<not@this>', uri: 'sip:a@b', tag: 'q;1' }],
  ])('%s', (value, { displayName, uri, tag }) => {
    expect(parseNameAddress(value)).toMatchObject({ displayName, uri });
    expect(tagOf(value)).toBe(tag);
  });

  it('brings back any display name it writes', () => {
    fc.assert(
      fc.property(junk(40), (name) => {
        const plain = name.replace(/[\r\n]+/g, ' ');
        expect(parseNameAddress(nameAddress(name, 'sip:a@b', 'tag1'))).toMatchObject({
          displayName: plain,
          uri: 'sip:a@b',
        });
      }),
    );
  });

  it.each([undefined, '', '<sip:a@b', 'two words'])('has nothing to say about %j', (value) => {
    expect(parseNameAddress(value)).toBeUndefined();
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(junk(80), (value) => {
        parseNameAddress(value);
        parseUri(value);
        parseReplaces(value);
        splitOutside(value, ',');
        topBranch({ headers: [['Via', value]] });
      }),
    );
  });
});

describe('URIs', () => {
  it('reads user, host, parameters and headers', () => {
    const replaces = encodeURIComponent('abc@host;to-tag=t1;from-tag=f1');
    const uri = parseUri(`sip:%2B12065550101@Clinic.Demo;transport=ws?Replaces=${replaces}`);
    expect(uri).toMatchObject({ scheme: 'sip', user: '+12065550101', host: 'clinic.demo' });
    expect(parseReplaces(uri?.headers['replaces'])).toEqual({ callId: 'abc@host', toTag: 't1', fromTag: 'f1' });
  });

  it('takes tel: and broken escapes', () => {
    expect(parseUri('tel:+1-206-555-0101')?.user).toBe('+1-206-555-0101');
    expect(parseUri('sip:100%@x')?.user).toBe('100%');
    expect(parseUri('http://x')).toBeUndefined();
  });
});
