// The editor over a real file: what is typed, applied, refused, merged, gone back to.
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeLog, FakeTopics, FakeVault } from '../test/fakes/parts.ts';
import { commands } from '../shared/contract/index.ts';
import type { CommandInput, CommandName, CommandOutput } from '../shared/contract/index.ts';
import type { Closure } from '../shared/domain/site/hours.ts';
import type { Role } from '../shared/domain/site/site.ts';
import type { Result } from '../shared/result/result.ts';
import { siteFromFile } from './adapters/site-file/source.ts';
import { openJournal } from './adapters/storage/journal.ts';
import type { StoredJournal } from './adapters/storage/journal.ts';
import type { Machine } from './compose.ts';
import { deskPractice } from './desk-practice.ts';
import type { AuditRow } from './ports/journal.ts';
import { SiteService } from './services/site/site-service.ts';

const example = readFileSync(new URL('../build/examples/clinic.yaml', import.meta.url), 'utf8');
const PRIORITY = ['rules', 'routes', 0, 'priority'];
let folder: string;
let file: string;
let journals: StoredJournal[];
let stops: (() => void)[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-practice-'));
  file = path.join(folder, 'clinic.yaml');
  writeFileSync(file, example);
  journals = [];
  stops = [];
});
afterEach(() => {
  stops.forEach((stop) => stop());
  journals.forEach((journal) => journal.close());
  rmSync(folder, { recursive: true, force: true });
});

/** A desk with its own journal; both desks share the file. */
async function desk(name: string) {
  const source = siteFromFile(file);
  const opened = openJournal(mkdtempSync(path.join(folder, `${name}-`)), '1'.repeat(64));
  if (!opened.ok) throw new Error('no journal');
  journals.push(opened.value);
  const audited: Partial<AuditRow>[] = [];
  const clock = new FakeClock(Date.parse('2026-11-22T08:00:00Z'));
  const machine = { source, store: source, log: new FakeLog(), vault: new FakeVault() } as unknown as Machine;
  let told: Promise<void> | undefined;
  const site = new SiteService({
    ...{ source, topics: new FakeTopics(), log: new FakeLog() },
    onChange: () => void (told = practice.siteChanged()),
  });
  const practice = deskPractice(machine, {
    ...{ clock, site },
    journal: {
      current: () => opened.value,
      audit: (action, userId, row) => void audited.push({ action, userId, ...row }),
    },
  });
  stops.push(() => practice.stop());
  /** The file is read, and everybody at this desk has heard of it. */
  const reload = async () => {
    await site.reload();
    await told;
  };
  await reload();
  const run = async <N extends CommandName>(
    command: N,
    input: CommandInput<N>,
    role: Role = 'administrator',
  ): Promise<Result<CommandOutput<N>>> => {
    const handler = practice.handlers[command] as (...given: unknown[]) => Promise<Result<CommandOutput<N>>>;
    return handler(commands[command].input.parse(input), { page: 'console', userId: name, role });
  };
  const got = async <N extends CommandName>(command: N, input: CommandInput<N>, role?: Role) => {
    const answer = await run(command, input, role);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const apply = async (reason: string, role?: Role) =>
    run('practice.apply', { over: (await got('practice.review', {})).version, reason, despiteTests: false }, role);
  const by = { page: 'console', userId: name, role: 'supervisor' } as const;
  const close = (closure: Closure) => practice.closures.add(closure, by);
  const reopen = (closure: Closure) => practice.closures.remove(closure, by);
  return { site, reload, audited, run, got, apply, close, reopen };
}
const text = () => readFileSync(file, 'utf8');
const unsigned = () => text().replace(/^lastEdit:.*\n( .*\n)*/m, '');
const set = (value: number) => ({ changes: [{ do: 'set' as const, path: PRIORITY, value }] });

describe('an edit', () => {
  it('is checked as it is typed, shown as a difference, and in force once applied; the file keeps everything else', async () => {
    const { got, apply, site, audited } = await desk('dana');
    const view = await got('practice.open', {});
    expect(view).toMatchObject({ writable: true, keptAt: 'clinic.yaml', mayEdit: 'everything' });
    expect(JSON.stringify(view)).not.toMatch(/scrypt|pbx\.riverside/);
    expect(await got('practice.change', set(5))).toMatchObject({ edited: ['rules'], problems: [] });
    expect((await got('practice.review', {})).lines.filter(({ kind }) => kind !== 'same')).toMatchObject([
      { kind: 'removed', text: '      priority: 3' },
      { kind: 'added', text: '      priority: 5' },
    ]);
    expect(text()).toBe(example);
    expect(await apply('Clinical calls first')).toMatchObject({ ok: true });
    expect(site.current()?.rules.routes[0]?.priority).toBe(5);
    const signed = "lastEdit: { by: dana, at: '2026-11-22T08:00:00.000Z', why: Clinical calls first }\n";
    expect(text()).toBe(`${example.replace('priority: 3', 'priority: 5')}${signed}`);
    expect(audited).toMatchObject([{ action: 'practice', userId: 'dana' }]);
    expect(await apply('Again')).toMatchObject({ error: { code: 'practiceUnchanged' } });
  });

  it('that is wrong stands at its place in words, and is not applied', async () => {
    const { got, run, apply } = await desk('dana');
    const state = await got('practice.change', set(99));
    expect(state.problems).toMatchObject([{ part: 'rules', kind: 'mistake', path: PRIORITY, line: 7 }]);
    expect(await apply('Wrong')).toMatchObject({ error: { code: 'siteInvalid' } });
    const wrong = 'hours:\n  weekly: { mon: [{ from: "25:00", to: "12:00" }] }\n';
    await got('practice.discard', {});
    const { draft } = await got('practice.writeText', { part: 'hours', text: wrong });
    expect(draft.problems[0]).toMatchObject({ part: 'hours', line: 2, message: expect.stringMatching(/08:30/) });
    const broken = await got('practice.writeText', { part: 'hours', text: 'hours: [' });
    expect(broken.draft).toMatchObject({ unread: { part: 'hours', text: 'hours: [' }, edited: ['hours'] });
    expect(await apply('Broken')).toMatchObject({ error: { code: 'siteInvalid' } });
    expect((await got('practice.open', {})).draft.unread?.text).toBe('hours: [');
    expect(await run('practice.change', { changes: [{ do: 'remove', path: ['nothing', 'here'] }] })).toMatchObject({
      error: { code: 'siteTextOnly' },
    });
    expect(text()).toBe(example);
  });

  it('of a supervisor reaches closures and who is on call, and nothing else', async () => {
    const { got, apply } = await desk('priya');
    const snow = { date: '2026-12-01', to: '12:00', reason: 'Snow' };
    await got('practice.change', { changes: [{ do: 'insert', path: ['hours', 'closures', 0], value: snow }] });
    expect(await apply('Snow day until noon', 'supervisor')).toMatchObject({ ok: true });
    await got('practice.change', set(5));
    expect(await apply('Mine', 'supervisor')).toMatchObject({ error: { code: 'notAllowed' } });
  });
});

it('rules that never apply are named at their place, in a pause, until they are mended', async () => {
  const { got } = await desk('dana');
  const late = { id: 'late', category: 'clinical', when: 'open', to: [{ skill: 'billing' }] };
  await got('practice.change', { changes: [{ do: 'insert', path: ['rules', 'routes', 2], value: late }] });
  expect((await got('practice.look', {})).problems).toMatchObject([
    { part: 'rules', kind: 'doubt', path: ['rules', 'routes', 2], code: 'ruleProblem.contradiction' },
  ]);
  await got('practice.change', { changes: [{ do: 'remove', path: ['rules', 'routes', 2] }] });
  expect((await got('practice.look', {})).problems).toEqual([]);
});

describe('two desks', () => {
  it('that edit at once: the second is told, loses nothing, and applies on top', async () => {
    const [one, two] = [await desk('dana'), await desk('priya')];
    await two.got('practice.change', set(7));
    const over = (await two.got('practice.review', {})).version;
    await one.got('practice.change', {
      changes: [{ do: 'set', path: ['scripts', 'hold', 'en'], value: 'One moment, please.' }],
    });
    expect(await one.apply('Shorter')).toMatchObject({ ok: true });
    expect(await two.run('practice.apply', { over, reason: 'Urgent first' })).toMatchObject({
      error: { code: 'siteChangedMeanwhile' },
    });
    const { draft } = await two.got('practice.open', {});
    expect(draft).toMatchObject({ edited: ['rules'], meanwhile: { by: 'dana', why: 'Shorter' } });
    expect(await two.apply('Urgent first')).toMatchObject({ ok: true });
    expect(text()).toContain('priority: 7');
    expect(text()).toContain('One moment, please.');
    await one.reload();
    expect((await one.got('practice.versions', {})).versions).toMatchObject([
      { by: 'priya', why: 'Urgent first', inForce: true },
      { by: 'dana', why: 'Shorter' },
      { inForce: false },
    ]);
  });

  it('that change the same line: both are kept until somebody chooses', async () => {
    const [one, two] = [await desk('dana'), await desk('priya')];
    await two.got('practice.change', set(7));
    await one.got('practice.change', set(8));
    await one.apply('Eight');
    const { draft } = await two.got('practice.open', {});
    expect(draft.clash).toMatchObject([{ mine: ['      priority: 7'], theirs: ['      priority: 8'] }]);
    expect(await two.apply('Seven')).toMatchObject({ error: { code: 'siteChangedMeanwhile' } });
    await two.got('practice.settle', { keep: 'mine' });
    expect(await two.apply('Seven')).toMatchObject({ ok: true });
    expect(text()).toContain('priority: 7');
  });
});

describe('a closure made by a key', () => {
  const snow = { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Snow, roads: closed' };
  const ice = { date: '2026-12-02', reason: 'Ice' };
  const closures = (of: Awaited<ReturnType<typeof desk>>) => of.site.current()?.hours.closures;

  it('is in force at once, signed, among the versions, and taken back; the rest of the file stays', async () => {
    const one = await desk('priya');
    expect(await one.close(snow)).toEqual({ ok: true, value: undefined });
    expect(closures(one)).toEqual([snow]);
    const line = "    - { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Snow, roads: closed' }";
    expect(unsigned()).toBe(example.replace('  closures: []', `  closures:\n${line}`));
    expect(await one.reopen(snow)).toMatchObject({ ok: true });
    expect(closures(one)).toEqual([]);
    expect(unsigned()).toBe(example);
    expect((await one.got('practice.versions', {})).versions).toMatchObject([
      { by: 'priya', why: '− Snow, roads: closed · 2026-12-01 · 06:12–12:00', inForce: true },
      { by: 'priya', why: '+ Snow, roads: closed · 2026-12-01 · 06:12–12:00' },
      { inForce: false },
    ]);
  });

  it('goes into what another desk wrote at the same moment, and what is being typed stays', async () => {
    const [one, two] = [await desk('dana'), await desk('priya')];
    await two.got('practice.change', set(7));
    const answers = await Promise.all([one.close(snow), two.close(ice)]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    await two.reload();
    expect(closures(two)).toHaveLength(2);
    expect(closures(two)).toEqual(expect.arrayContaining([snow, ice]));
    expect((await two.got('practice.open', {})).draft).toMatchObject({
      edited: ['rules'],
      meanwhile: { why: expect.stringMatching(/^\+ (Snow|Ice)/) },
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('clinic'))).toEqual(['clinic.yaml']);
  });

  it('that is there already is not written again', async () => {
    const one = await desk('priya');
    await one.close(snow);
    const before = text();
    expect(await one.close({ ...snow, lastDate: snow.date })).toMatchObject({ ok: true });
    expect(text()).toBe(before);
  });

  it('leaves alone a file that is being mended by hand, and one that is gone', async () => {
    const one = await desk('priya');
    const broken = example.replace('timeZone: America/Los_Angeles', 'timeZone: Nowhere');
    writeFileSync(file, broken);
    expect(await one.close(snow)).toMatchObject({ error: { code: 'siteInvalid' } });
    expect(text()).toBe(broken);
    rmSync(file);
    expect(await one.close(snow)).toMatchObject({ error: { code: 'siteUnreadable' } });
  });

  it.skipIf(process.getuid?.() === 0)('says where a file may only be read', async () => {
    const one = await desk('priya');
    chmodSync(folder, 0o500);
    expect(await one.close(snow)).toMatchObject({ error: { code: 'siteReadOnly' } });
    chmodSync(folder, 0o700);
  });
});

describe('versions', () => {
  it('are kept with who, when and why; going back is a new version, also from a file that somebody broke', async () => {
    const { got, run, apply, site, reload } = await desk('dana');
    await got('practice.change', set(5));
    await apply('Five');
    const [newest, first] = (await got('practice.versions', {})).versions;
    expect(
      (await got('practice.version', { id: newest!.id })).lines.filter(({ kind }) => kind === 'added'),
    ).toMatchObject([{ text: '      priority: 5' }]);
    writeFileSync(file, 'clinic: [');
    await reload();
    expect(site.current()?.rules.routes[0]?.priority).toBe(5);
    expect(await run('practice.restore', { id: first!.id, reason: 'As it was' })).toMatchObject({ ok: true });
    expect(site.current()?.rules.routes[0]?.priority).toBe(3);
    expect((await got('practice.versions', {})).versions[0]).toMatchObject({ why: 'As it was', inForce: true });
    expect(await run('practice.restore', { id: 999, reason: 'None' })).toMatchObject({
      error: { code: 'practiceVersionGone' },
    });
  });
});

describe('a call that is tried', () => {
  const situation = {
    name: 'A nurse is asked for',
    at: '2026-11-23 10:15',
    category: 'clinical',
    expect: { to: 'nurse-ana' },
  };

  it('is decided by what is typed and by what is in force', async () => {
    const { got } = await desk('dana');
    const plain = await got('practice.try', { situation: { ...situation, expect: {} } });
    expect(plain.inForce.destinations[0]).toMatchObject({ id: 'nurse-ana' });
    expect(plain.typed).toBeUndefined();
    await got('practice.change', {
      changes: [{ do: 'set', path: ['rules', 'routes', 0, 'to'], value: [{ skill: 'billing' }] }],
    });
    const tried = await got('practice.try', { situation: { ...situation, expect: {} } });
    expect(tried.typed?.destinations[0]).toMatchObject({ id: 'billing-marcus' });
    expect(tried.inForce.destinations[0]).toMatchObject({ id: 'nurse-ana' });
  });

  it('and saved as a test stops an edit that breaks it, unless somebody says so', async () => {
    const { got, run, apply } = await desk('dana');
    await got('practice.change', { changes: [{ do: 'insert', path: ['situations', 0], value: situation }] });
    expect(await apply('A test')).toMatchObject({ ok: true });
    await got('practice.change', {
      changes: [{ do: 'set', path: ['rules', 'routes', 0, 'to'], value: [{ skill: 'billing' }] }],
    });
    const review = await got('practice.review', {});
    expect(review).toMatchObject({
      tests: 1,
      failing: [{ name: situation.name, before: false, differences: [{ what: 'to', expected: 'nurse-ana' }] }],
    });
    expect(await apply('Billing takes it')).toMatchObject({ error: { code: 'practiceTestsFail' } });
    const despite = { over: review.version, reason: 'Billing takes it', despiteTests: true };
    expect(await run('practice.apply', despite)).toMatchObject({ ok: true });
  });
});
