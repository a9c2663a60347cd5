// The browser host from the outside: real HTTP and WebSockets on loopback, sent as a hostile neighbour would send them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeAccess, FakeLog } from '../../test/fakes/parts.ts';
import type { Page } from '../../shared/contract/define.ts';
import type { HostMessage } from '../../shared/contract/wire.ts';
import { ok } from '../../shared/result/result.ts';
import { TopicHub } from './hub.ts';
import { CommandRouter } from './router.ts';
import { startWebHost } from './web-host.ts';
import type { WebHost } from './web-host.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-web-host-'));
const root = path.join(folder, 'root');
const access = new FakeAccess();
const counts: [Page, number][] = [];
let hub: TopicHub;
let host: WebHost;
let port: number;
let cookie: string;
const open: WebSocket[] = [];

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request exactly as written: nothing normalises the path on the way. */
function ask(target: string, headers: Record<string, string> = { cookie }, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: target, headers, method, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => (body += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    request.on('error', reject).end();
  });
}

const tokenOf = (url: string) => new URL(url).pathname + new URL(url).search;

function dial(page: string, headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/contract/${page}`, {
    headers: { origin: host.origin, cookie, ...headers },
  });
  open.push(socket);
  return socket;
}

/** Status with which an upgrade was refused, or 101. */
const upgrade = (page: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve) => {
    const socket = dial(page, headers);
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0));
    socket.on('error', () => undefined);
  });

async function connected(page: Page): Promise<{ socket: WebSocket; next: () => Promise<HostMessage> }> {
  const socket = dial(page);
  const messages: HostMessage[] = [];
  const waiting: ((message: HostMessage) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse((data as Buffer).toString()) as HostMessage;
    const first = waiting.shift();
    if (first) first(message);
    else messages.push(message);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    next: () => {
      const message = messages.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));
const say = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message));

beforeAll(async () => {
  mkdirSync(path.join(root, 'console'), { recursive: true });
  mkdirSync(path.join(folder, 'root-other'));
  writeFileSync(path.join(root, 'console', 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(path.join(root, 'console', 'app.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.txt'), 'SECRET');
  writeFileSync(path.join(folder, 'root-other', 'secret.txt'), 'SECRET');
  hub = new TopicHub(access);
  const router = new CommandRouter(access, new FakeLog());
  router.register({ 'preferences.save': () => ok({}) });
  host = await startWebHost({ hub, router, root, port: 0, onPages: (page, count) => counts.push([page, count]) });
  port = Number(new URL(host.origin).port);
  const answer = await ask(tokenOf(host.startUrl()), {});
  cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterEach(() => open.splice(0).forEach((socket) => socket.terminate()));
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the door', () => {
  it('opens once for a token, which then leaves the address', async () => {
    const address = tokenOf(host.startUrl({ separatePhone: true }));
    const first = await ask(address, {});
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/console/?separate-phone=');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^frontdesk=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await ask(address, {})).status).toBe(403);
  });

  it.each([
    ['no cookie', {}],
    ['a guessed cookie', { cookie: `frontdesk=${'x'.repeat(32)}` }],
    ['a cookie of another length', { cookie: 'frontdesk=x' }],
    ['a guessed token', { 'x-token': '1' }],
  ])('stays shut with %s', async (_case, headers) => {
    const target = 'x-token' in headers ? '/console/?token=guessed' : '/console/';
    const answer = await ask(target, headers as Record<string, string>);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    expect(answer.body).not.toContain('console</title>');
  });

  it('opens to GET only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask('/console/', { cookie }, method)).status, method).toBe(405);
  });

  it('is shut to a foreign host name (DNS rebinding) and to a page of a foreign origin', async () => {
    for (const name of ['evil.test', `evil.test:${port}`, `127.0.0.1.evil.test:${port}`, '127.0.0.1'])
      expect((await ask('/console/', { cookie, host: name })).status, name).toBe(403);
    for (const origin of ['https://evil.test', 'null', `http://127.0.0.1:${port + 1}`])
      expect((await ask('/console/app.js', { cookie, origin })).status, origin).toBe(403);
    expect((await ask('/console/app.js', { cookie, origin: host.origin })).status).toBe(200);
  });

  it('does not spend a token that comes from a foreign host', async () => {
    const address = tokenOf(host.startUrl());
    expect((await ask(address, { host: 'evil.test' })).status).toBe(403);
    expect((await ask(address, {})).status).toBe(303);
  });

  it('is on 127.0.0.1 and on no other address of this computer', async () => {
    const others = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
    const addresses = ['127.0.0.2', ...others.map(({ address }) => address)].filter((each) => each !== '127.0.0.1');
    const reached = await Promise.all(
      addresses.map(
        (address) =>
          new Promise<boolean>((resolve) => {
            const socket = net.connect({ host: address, port, timeout: 2_000 });
            const end = (yes: boolean) => () => {
              socket.destroy();
              resolve(yes);
            };
            socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
          }),
      ),
    );
    expect(addresses.filter((_address, index) => reached[index])).toEqual([]);
  });
});

describe('the files', () => {
  it('come with the policy and every other header', async () => {
    const { status, headers, body } = await ask('/console/');
    expect([status, body]).toEqual([200, '<!doctype html><title>console</title>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"])
      expect(policy.split('; ')).toContain(part);
    expect(policy).not.toMatch(/unsafe/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
    });
  });

  it.each([
    '/../secret.txt',
    '/console/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/../root-other/secret.txt',
    '/../root',
    `${folder}/secret.txt`,
    `/${folder}/secret.txt`,
    `//${folder}/secret.txt`,
    '/console',
    '/',
    '/console/index.html%00.js',
    'http://127.0.0.1/../secret.txt',
    'file:///etc/passwd',
  ])('%s names nothing', async (target) => {
    const answer = await ask(target);
    expect([403, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('SECRET');
  });

  it.each(['//', '///', 'http://[', '/\\', `/${'a'.repeat(300)}`, `/${'a/'.repeat(3_000)}`, '/console/app.js/x'])(
    'an address that is none (%#) is refused and harms nobody',
    async (target) => {
      for (const headers of [{ cookie }, {}]) {
        const answer = await ask(target, headers as Record<string, string>);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }
      expect((await ask('/console/')).status).toBe(200);
    },
  );
});

describe('a socket', () => {
  it.each([
    ['without a cookie', 'console', { cookie: '' }],
    ['of a foreign origin', 'console', { origin: 'https://evil.test' }],
    ['without an origin', 'console', { origin: '' }],
    ['through a foreign host name', 'console', { host: 'evil.test' }],
    ['for a page that is none', 'supervisor', {}],
    ['for a page with more to its address', 'console?phone', {}],
  ])('%s is refused', async (_case, page, headers) => {
    expect(await upgrade(page, headers)).toBe(403);
  });

  it('that is cut while it is refused harms nobody', async () => {
    for (let round = 0; round < 10; round++)
      await new Promise<void>((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => {
          socket.write(
            'GET /contract/console HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
          );
          socket.resetAndDestroy();
        });
        socket.on('error', () => undefined).once('close', () => resolve());
      });
    expect((await ask('/console/')).status).toBe(200);
  });

  it('runs commands and follows topics, and its end is told', async () => {
    counts.length = 0;
    const { socket, next } = await connected('console');
    say(socket, { kind: 'command', id: 7, name: 'preferences.save', input: { language: 'en', theme: 'dark' } });
    expect(await next()).toEqual({ kind: 'answer', id: 7, envelope: ok({}) });
    hub.set('preferences', 'it', { language: 'es', theme: 'light' });
    say(socket, { kind: 'subscribe', topic: 'preferences' });
    expect(await next()).toMatchObject({ kind: 'topic', topic: 'preferences', message: { kind: 'snapshot' } });
    socket.close();
    await closed(socket);
    await expect.poll(() => [hub.followers('preferences'), counts.at(-1)]).toEqual([0, ['console', 0]]);
    expect(counts[0]).toEqual(['console', 1]);
  });

  it('of a second phone page is refused until the first is gone: two phones would fight for one place', async () => {
    expect(await upgrade('phone')).toBe(101);
    const first = open.at(-1)!;
    expect(await upgrade('phone')).toBe(409);
    const gone = new Promise((resolve) => first.once('close', resolve));
    first.close();
    await gone;
    await vi.waitFor(() => expect(counts.at(-1)).toEqual(['phone', 0]));
    expect(await upgrade('phone')).toBe(101);
  });

  it('of the console never sees what is for the phone, nor runs its commands', async () => {
    hub.set('phoneSetup', 'it', {
      servers: [],
      domain: 'd',
      extension: '1',
      displayName: '',
      password: 'secret',
      iceServers: [],
    });
    const { socket, next } = await connected('console');
    for (const topic of ['phoneSetup', 'phoneOrders', '__proto__', 'nonsense'])
      say(socket, { kind: 'subscribe', topic });
    say(socket, { kind: 'command', id: 1, name: 'phone.report', input: { kind: 'holding', callIds: [] } });
    say(socket, { kind: 'command', id: 2, name: '__proto__', input: {} });
    // Answers come in order of asking: had a topic been let out, it would have come first.
    const answers = [await next(), await next()];
    expect(answers.map((answer) => answer.kind)).toEqual(['answer', 'answer']);
    expect(JSON.stringify(answers)).not.toContain('"ok":true');
    expect(hub.followers('phoneSetup')).toBe(0);
  });

  it.each([
    ['text that is no JSON', '{"kind":'],
    ['JSON that is not the contract', '{"kind":"shutDown"}'],
    ['a bare value', 'null'],
    ['an id that is no number', '{"kind":"command","id":"1","name":"x","input":{}}'],
    ['bytes', Buffer.from(JSON.stringify({ kind: 'subscribe', topic: 'preferences' }))],
    ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ])('that sends %s is closed; the others go on', async (_case, data) => {
    const good = await connected('console');
    const bad = await connected('console');
    bad.socket.send(data);
    expect(await closed(bad.socket)).toBe(1008);
    say(good.socket, { kind: 'command', id: 1, name: 'nonsense', input: {} });
    expect(await good.next()).toMatchObject({ kind: 'answer', id: 1 });
  });

  it('that sends too much is closed; the others go on', async () => {
    const good = await connected('console');
    const bad = await connected('console');
    bad.socket.send('x'.repeat(2_000_001));
    expect([1006, 1009]).toContain(await closed(bad.socket));
    say(good.socket, { kind: 'command', id: 1, name: 'nonsense', input: {} });
    expect(await good.next()).toMatchObject({ kind: 'answer', id: 1 });
  });
});

describe('a wallboard', () => {
  const wallboardCookie = async (): Promise<string> => {
    const answer = await ask(tokenOf(host.startUrl({ page: 'wallboard' })), {});
    return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  };

  it('opens its own page and topic with its own cookie', async () => {
    mkdirSync(path.join(root, 'wallboard'), { recursive: true });
    writeFileSync(path.join(root, 'wallboard/index.html'), 'the wallboard');
    const own = { cookie: await wallboardCookie() };
    expect(await ask('/wallboard/', own)).toMatchObject({ status: 200, body: 'the wallboard' });
    expect(await upgrade('wallboard', own)).toBe(101);
  });

  it('opens nothing else: no console, no phone, no file of theirs, however it is spelt', async () => {
    const own = { cookie: await wallboardCookie() };
    for (const target of [
      '/console/',
      '/phone/',
      '/wallboard/../console/',
      '/assets/../console/',
      '/wallboard/%2e%2e/console/',
    ])
      expect((await ask(target, own)).status, target).not.toBe(200);
    expect(await upgrade('console', own)).toBe(403);
    expect(await upgrade('phone', own)).toBe(403);
  });

  it('is told nothing but its own topic, and may run no command', async () => {
    hub.set('calls', 'one', { id: 'one' } as never);
    const { socket, next } = await connected('wallboard');
    for (const topic of ['calls', 'waiting', 'team', 'session', 'site', 'worklist'])
      socket.send(JSON.stringify({ kind: 'subscribe', topic }));
    for (const name of ['call.dial', 'supervision.listen', 'session.signIn', 'preferences.save'])
      socket.send(JSON.stringify({ kind: 'command', id: 1, name, input: {} }));
    socket.send(JSON.stringify({ kind: 'subscribe', topic: 'wallboard' }));
    const heard = [await next(), await next(), await next(), await next(), await next()];
    const answers = heard.filter((message) => message.kind === 'answer');
    expect(answers).toHaveLength(4);
    for (const answer of answers)
      expect(answer.envelope).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/notAllowed|unknownCommand/) },
      });
    expect(heard.filter((message) => message.kind === 'topic').map((message) => message.topic)).toEqual(['wallboard']);
  });

  it('may be looked at by whoever is at the desk', async () => {
    expect(await upgrade('wallboard')).toBe(101);
  });
});
