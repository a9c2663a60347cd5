// A red flag was heard. It takes the place of all other guidance: what to say, whom to reach now, and every step with its
// time. It goes only with a reason.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { Decision } from '../../../../shared/domain/rules/types.ts';
import { consultOf, isLive } from '../../store/calls.ts';
import { useDesk, useOnly, useRow, useTopic } from '../../store/desk.ts';
import { siteText } from '../../i18n/index.ts';
import { useSaying } from '../../store/saying.ts';
import { Action } from '../../ui/action.tsx';
import { clock } from '../../ui/format.ts';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import classes from './emergency.module.css';

type Emergency = NonNullable<Decision['emergency']>;

export function EmergencyBanner({ call, emergency }: { call: CallRow; emergency: Emergency }) {
  const { t } = useTranslation();
  const said = useSaying(call.id)(emergency.say);
  return (
    <section className={classes.banner} role="alert" data-emergency>
      <p className={classes.title}>
        <IconAlertTriangleFilled size={18} aria-hidden />
        {t('emergency.title')}
        <span className={classes.heard}>{t('emergency.heard', { words: emergency.words.join(', ') })}</span>
      </p>
      <p className={classes.say} lang={said.language}>
        “{said.words}”
      </p>
      {isLive(call) ? <Reach call={call} emergency={emergency} /> : null}
      <Checklist callId={call.id} items={emergency.checklist} />
      <Steps callId={call.id} />
      <Dismiss callId={call.id} />
    </section>
  );
}

function Reach({ call, emergency }: { call: CallRow; emergency: Emergency }) {
  const { t } = useTranslation();
  const { actions, run } = useDesk();
  const said = useRow('notes', call.id)?.emergency.some((step) => step.step === 'said') ?? false;
  const consult = useTopic('calls', (state) => consultOf(state.rows, call.id));
  return (
    <div className={classes.actions}>
      <Action
        tone="onRed"
        disabled={said}
        onClick={() => void run('note.emergencyStep', { callId: call.id, step: 'said', text: '' })}
      >
        {t(said ? 'emergency.said' : 'emergency.saidIt')}
      </Action>
      {consult ? (
        <Connect call={call} consult={consult} />
      ) : (
        <span className={classes.reachNow}>{t('emergency.reachNow')}</span>
      )}
      {consult
        ? null
        : emergency.reach.map((entry) => (
            <Action
              key={entry.id}
              tone="onRed"
              keys={String(entry.rank)}
              shortcut={`${entry.rank} Alt+${entry.rank}`}
              label={t('emergency.reach', { who: entry.label, presence: t(`presence.${entry.presence}`) })}
              onClick={() => actions.reachNow(call.id, entry)}
            >
              {entry.label} · {t(`presence.${entry.presence}`)}
            </Action>
          ))}
    </div>
  );
}

function Connect({ call, consult }: { call: CallRow; consult: CallRow }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const isReady = consult.state === 'talking';
  return (
    <>
      <Action tone="onRed" keys="F6" disabled={!isReady} onClick={() => actions.completeTransfer(call.id, consult.id)}>
        {t(isReady ? 'emergency.connect' : 'emergency.ringing', { who: consult.directoryName ?? consult.shownNumber })}
      </Action>
      <Action tone="onRed" keys="F9" onClick={() => actions.backToCaller(call.id, consult.id)}>
        {t('consult.back')}
      </Action>
    </>
  );
}

/** What to find out while help is on its way; each goes into the note with its time. */
function Checklist({ callId, items }: { callId: CallRow['id']; items: Emergency['checklist'] }) {
  const { t, i18n } = useTranslation();
  const { run } = useDesk();
  const steps = useRow('notes', callId)?.emergency ?? [];
  const checked = new Set(steps.filter(({ step }) => step === 'checked').map(({ text }) => text));
  if (items.length === 0) return null;
  return (
    <div className={classes.checklist} role="group" aria-label={t('emergency.checklist')}>
      {items.map((item) => {
        const text = siteText(item, i18n.language);
        const isChecked = Object.values(item).some((any) => checked.has(any));
        return (
          <label key={text} className={classes.check}>
            <input
              type="checkbox"
              checked={isChecked}
              disabled={isChecked}
              onChange={() => void run('note.emergencyStep', { callId, step: 'checked', text })}
            />
            {text}
          </label>
        );
      })}
    </div>
  );
}

/** The clock from heard to connected; what was ticked off stands above and in the note. */
function Steps({ callId }: { callId: string }) {
  const { t, i18n } = useTranslation();
  const steps = (useRow('notes', callId)?.emergency ?? []).filter(({ step }) => step !== 'checked');
  const zone = useOnly('site')?.clinic.timeZone;
  if (steps.length === 0) return null;
  return (
    <ol className={classes.steps} aria-label={t('emergency.steps')}>
      {steps.map((step, index) => (
        <li key={`${step.at}-${index}`}>
          <span className="tabular">{clock(step.at, i18n.language, zone)}</span> {t(`emergency.step.${step.step}`)}
        </li>
      ))}
    </ol>
  );
}

function Dismiss({ callId }: { callId: CallRow['id'] }) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const [reason, setReason] = useState('');
  return (
    <form
      className={classes.dismiss}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) void run('note.emergencyStep', { callId, step: 'dismissed', text: reason.trim() });
      }}
    >
      <TextInput
        size="xs"
        className={classes.reason}
        aria-label={t('emergency.reason')}
        placeholder={t('emergency.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
      />
      <Action size="small" tone="onRed" type="submit" disabled={reason.trim() === ''}>
        {t('emergency.dismiss')}
      </Action>
    </form>
  );
}
