// Every text exists in both languages, and everything the host can say has a sentence.
import { describe, expect, it } from 'vitest';
import { CallState, EndCause } from '../../../shared/domain/call/call.ts';
import { Call } from '../../../shared/domain/call/call.ts';
import { Match } from '../../../shared/contract/call.ts';
import { Health, Session } from '../../../shared/contract/session.ts';
import { Owner } from '../../../shared/domain/note/types.ts';
import { DUE_WINDOWS } from '../../../shared/domain/schedule/windows.ts';
import { FILL_SOURCES } from '../../../shared/domain/site/notes.ts';
import { Delivery, EmergencyStep, Missing } from '../../../shared/domain/note/types.ts';
import { Identifier, PatientCandidate, ReferralState } from '../../../shared/domain/patient/types.ts';
import { Presence } from '../../../shared/domain/queue/types.ts';
import { OfficeState } from '../../../shared/domain/rules/types.ts';
import { Headset, SoundTest } from '../../../shared/contract/devices.ts';
import { RULE_PROBLEMS } from '../../../shared/domain/rules/problem-codes.ts';
import { QualityCause, QualityStep } from '../../../shared/domain/quality/quality.ts';
import { EchoVerdict, SoundRole } from '../../../shared/domain/sound/sound.ts';
import { ROLES, Site, TransferPolicy } from '../../../shared/domain/site/site.ts';
import { ERROR_CATEGORY } from '../../../shared/result/result.ts';
import en from './en.json';
import es from './es.json';
import { languageFor, siteText } from './index.ts';

const RULE_SOURCES = import.meta.glob<string>(['../../../shared/domain/rules/*.ts', '!**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const VIEW_SOURCES = import.meta.glob<string>(['../**/*.{ts,tsx}', '!**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

type Tree = { readonly [key: string]: string | Tree };
const flat = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`),
  );
const at = (tree: Tree, key: string): string | Tree | undefined =>
  key
    .split('.')
    .reduce<string | Tree | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), tree);
const has = (key: string) => flat(en).some((known) => known === key || known.startsWith(`${key}_`));
const placeholders = (text: unknown) => [...String(text).matchAll(/\{\{\w+\}\}/g)].map(String).sort();

describe('both languages', () => {
  it('hold the same keys with the same values in them', () => {
    expect(flat(es)).toEqual(flat(en));
    const differing = flat(en).filter((key) => placeholders(at(en, key)).join() !== placeholders(at(es, key)).join());
    expect(differing).toEqual([]);
  });
  it('have no empty sentence but that of a note not handed over', () => {
    expect(flat(es).filter((key) => at(es, key) === '' || at(en, key) === '')).toEqual(['delivery.none']);
  });
});

const { shape } = Health;
const trouble = Call.shape.trouble.unwrap().options;
const WANTED: Record<string, readonly string[]> = {
  error: Object.keys(ERROR_CATEGORY),
  ended: EndCause.options,
  callState: CallState.options,
  trouble,
  transfer: Call.shape.transfer.unwrap().shape.state.options,
  delivery: Delivery.options,
  presence: Presence.options,
  'why.presence': Presence.options,
  ruleProblem: RULE_PROBLEMS,
  'why.office': OfficeState.shape.reason.options,
  'why.policy': TransferPolicy.options.filter((policy) => policy !== 'any'),
  'health.phone': shape.phone.options,
  'health.phonePage': shape.phonePage.options,
  'health.microphone': shape.microphone.options,
  'health.ehr': shape.ehr.options,
  'health.queues': shape.queues.options,
  'health.journal': shape.journal.options,
  'health.site': shape.site.options,
  'health.audit': shape.audit.options,
  'health.short.phone': shape.phone.options,
  'health.short.microphone': shape.microphone.options,
  'health.short.ehr': shape.ehr.options,
  'missing.why': Missing.shape.why.options,
  'note.filled': FILL_SOURCES,
  'note.window': DUE_WINDOWS,
  'note.ownerKind': Owner.shape.kind.options,
  'emergency.step': EmergencyStep.shape.step.options,
  'patient.match': Match.shape.state.options,
  'ringing.match': Match.shape.state.options,
  'call.match': Match.shape.state.options,
  'patient.hint': PatientCandidate.shape.hint.options,
  'patient.referralState': ReferralState.options,
  'quality.step': QualityStep.options,
  'quality.why': QualityCause.options,
  'announce.quality': QualityCause.options,
  'sound.role': SoundRole.options,
  'sound.test.verdict': EchoVerdict.options,
  'sound.test.running': SoundTest.shape.kind.options,
  'sound.test.good': SoundTest.shape.kind.options,
  'sound.headset': [...Headset.shape.state.options, 'none'],
  identity: Identifier.options,
  role: ROLES,
  script: Object.keys(Site.shape.scripts.unwrap().def.keyType.def.entries),
  'signIn.need': Session.shape.needs.element.options,
};

describe('everything the host can say has a sentence', () => {
  it.each(Object.entries(WANTED))('%s', (prefix, codes) => {
    expect(codes.filter((code) => !has(`${prefix}.${code}`))).toEqual([]);
  });

  it('every code the rules put into a trace', () => {
    const source = Object.values(RULE_SOURCES).join('\n');
    const codes = [...source.matchAll(/'((?:office|redFlags|category|route|policy|target|presence)\.\w+)'/g)].map(
      (match) => match[1] ?? '',
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !has(`why.${code}`))).toEqual([]);
  });
});

it('every text the source asks for exists', () => {
  const asked = Object.values(VIEW_SOURCES)
    .flatMap((source) => [...source.matchAll(/\bt\(\s*'([\w.]+)'/g)])
    .map((match) => match[1] ?? '');
  expect(asked.length).toBeGreaterThan(100);
  expect([...new Set(asked)].filter((key) => !has(key))).toEqual([]);
});

it('chooses the language asked for, else the first the system knows', () => {
  expect(languageFor('es', ['en-US'])).toBe('es');
  expect(languageFor('system', ['fr-FR', 'es-MX', 'en'])).toBe('es');
  expect(languageFor('system', ['fr'])).toBe('en');
  expect(siteText({ en: 'Hello' }, 'es')).toBe('Hello');
});
