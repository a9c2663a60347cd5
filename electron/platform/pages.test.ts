import { describe, expect, it } from 'vitest';
import { PAGES } from '../../shared/contract/define.ts';
import { policyFor } from './app-protocol.ts';
import { externalLink } from './guards.ts';
import { addressOf, originOf, pageOfAddress, pageOfOrigin } from './pages.ts';

describe('pages', () => {
  it('have an address and an origin each, by which they are known again', () => {
    for (const page of PAGES) {
      expect(pageOfAddress(addressOf(page))).toBe(page);
      expect(pageOfOrigin(originOf(page))).toBe(page);
      expect(pageOfOrigin(`${originOf(page)}/`)).toBe(page);
    }
    expect(new Set(PAGES.map(originOf)).size).toBe(PAGES.length);
  });

  it.each([
    'https://console/console/index.html',
    'app://console.elsewhere.example/console/index.html',
    'app://console/phone/index.html',
    'app://console/console/',
    'app://user@console/console/index.html',
    'app:console',
    'about:blank',
    '',
  ])('are not %s', (address) => {
    expect(pageOfAddress(address)).toBeUndefined();
    expect(pageOfOrigin(address)).toBeUndefined();
  });
});

describe('the policy of a desktop page', () => {
  const shared = "default-src 'none'; connect-src 'self' wss:; frame-src 'self'; frame-ancestors 'self'";

  it('allows no frames, and sockets to the phone page alone', () => {
    expect(policyFor('phone', shared)).toBe(
      "default-src 'none'; connect-src 'self' wss:; frame-src 'none'; frame-ancestors 'none'",
    );
    expect(policyFor('console', shared)).toContain("connect-src 'self';");
  });
});

describe('links outside', () => {
  it('go to the system as it spells them', () => {
    expect(externalLink('https://ehr.example/a b')).toBe('https://ehr.example/a%20b');
    expect(externalLink('mailto:front@practice.example')).toBe('mailto:front@practice.example');
    expect(externalLink('http://127.0.0.1:8080/auth')).toBe('http://127.0.0.1:8080/auth');
  });

  it.each([
    'http://plain.example',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'http://me@127.0.0.1/',
    'file://127.0.0.1/x',
    'HTTPS://user:secret@x.example',
    'tel:911',
    'vbscript:x',
    `https://${'a'.repeat(3000)}`,
  ])('are not %s', (link) => expect(externalLink(link)).toBeUndefined());
});
