// How everything is, as lines: the worst first. Each line names the sentence in i18n under `health.<part>.<state>`.
import type { SoundView } from '../../../shared/contract/devices.ts';
import type { Health } from '../../../shared/contract/session.ts';

export type Severity = 'danger' | 'warn' | 'busy' | 'good' | 'idle';

export interface HealthLine {
  readonly part:
    | 'host'
    | 'phone'
    | 'phonePage'
    | 'microphone'
    | 'sound'
    | 'ehr'
    | 'queues'
    | 'journal'
    | 'site'
    | 'audit'
    | 'outbox';
  readonly state: string;
  readonly severity: Severity;
  readonly values?: Readonly<Record<string, number | string>>;
}

const ORDER: Record<Severity, number> = { danger: 0, warn: 1, busy: 2, idle: 3, good: 4 };

type Levels<State extends string> = Record<State, Severity>;
const PHONE: Levels<Health['phone']> = {
  starting: 'busy',
  registered: 'good',
  connecting: 'busy',
  unreachable: 'danger',
  refused: 'danger',
  certificate: 'danger',
  signedOut: 'idle',
  takenOver: 'danger',
};
const PHONE_PAGE: Levels<Health['phonePage']> = { ok: 'good', missing: 'danger' };
const MICROPHONE: Levels<Health['microphone']> = { ok: 'good', unknown: 'idle', denied: 'danger', missing: 'danger' };
const EHR: Levels<Health['ehr']> = {
  ok: 'good',
  notSet: 'idle',
  slow: 'warn',
  unreachable: 'warn',
  notFhir: 'warn',
  refused: 'warn',
  signIn: 'warn',
};
const QUEUES: Levels<Health['queues']> = {
  ok: 'good',
  notSet: 'idle',
  connecting: 'busy',
  unreachable: 'warn',
  refused: 'warn',
  certificate: 'warn',
};
const JOURNAL: Levels<Health['journal']> = {
  ok: 'good',
  locked: 'danger',
  keyMissing: 'danger',
  diskFull: 'danger',
  failed: 'danger',
};
const SITE: Levels<Health['site']> = { ok: 'good', lastGood: 'warn' };

const AUDIT: Levels<Health['audit']> = { ok: 'good', notTaken: 'warn', notPermitted: 'warn' };

/** Every part, the worst first; `host` only when it is lost, because then nothing else is known. */
export function healthLines(health: Health | undefined, connected: boolean, sound?: SoundView): HealthLine[] {
  const lines: HealthLine[] = connected ? [] : [{ part: 'host', state: 'lost', severity: 'danger' }];
  if (!health) return lines;
  lines.push(
    { part: 'phonePage', state: health.phonePage, severity: PHONE_PAGE[health.phonePage] },
    { part: 'phone', state: health.phone, severity: PHONE[health.phone] },
    { part: 'microphone', state: health.microphone, severity: MICROPHONE[health.microphone] },
    { part: 'journal', state: health.journal, severity: JOURNAL[health.journal] },
    { part: 'ehr', state: health.ehr, severity: EHR[health.ehr] },
    { part: 'queues', state: health.queues, severity: QUEUES[health.queues] },
    { part: 'site', state: health.site, severity: SITE[health.site] },
    { part: 'audit', state: health.audit, severity: AUDIT[health.audit] },
  );
  if (health.outboxWaiting > 0)
    lines.push({ part: 'outbox', state: 'waiting', severity: 'idle', values: { count: health.outboxWaiting } });
  if (connected && health.phonePage === 'ok') lines.push(...soundLines(sound));
  return lines.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** Which device is in use in place of one that is gone, the most urgent first. */
function soundLines(sound: SoundView | undefined): HealthLine[] {
  if (!sound) return [];
  const { microphone, speaker, ringer } = sound.use;
  const line = (state: string, values: Record<string, string>): HealthLine => ({
    part: 'sound',
    state,
    severity: 'warn',
    values,
  });
  const named = (use: SoundView['use']['speaker']) => ({ missing: use.missing ?? '', label: use.label });
  if (speaker.state === 'none') return [{ ...line('speakerNone', {}), severity: 'danger' }];
  if (microphone.state === 'fallback' && speaker.state === 'fallback')
    return [line('bothFallback', { ...named(microphone), speaker: speaker.label })];
  if (microphone.state === 'fallback') return [line('microphoneFallback', named(microphone))];
  if (speaker.state === 'fallback') return [line('speakerFallback', named(speaker))];
  if (ringer.state === 'fallback') return [line('ringerFallback', named(ringer))];
  const { headset } = sound;
  return headset?.state === 'busyElsewhere' ? [line('headsetBusy', { label: headset.name })] : [];
}

/** What somebody should read now. A broken site file, and an audit that the EHR does not take, are for who can mend them. */
export function problemsOf(lines: readonly HealthLine[], isAdministrator: boolean): HealthLine[] {
  const forThem = (line: HealthLine) => !['site', 'audit'].includes(line.part) || isAdministrator;
  return lines.filter((line) => ['danger', 'warn', 'busy'].includes(line.severity) && forThem(line));
}
