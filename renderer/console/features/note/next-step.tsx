// What is owed after the call: nothing, or a step with an owner and a time in which the practice is open. "Nothing" is one key.
import { NativeSelect, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { LIMITS } from '../../../../shared/domain/note/limit.ts';
import { STEP_KINDS } from '../../../../shared/domain/note/request-kinds.ts';
import type { StepKind } from '../../../../shared/domain/note/request-kinds.ts';
import type { NextStep } from '../../../../shared/domain/note/types.ts';
import { closedWhenDue, DUE_WINDOWS, dueFor } from '../../../../shared/domain/schedule/windows.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useAsked, useContent, useReadOnly, useStepKind, useWhyMissing } from '../../store/note.ts';
import { useMinute } from '../../store/use-minute.ts';
import { dueParts, dueFrom } from '../../ui/due-parts.ts';
import { dueText } from '../../ui/format.ts';
import classes from './note.module.css';
import { OtherTexts } from './other-texts.tsx';
import { TextPlace } from './text-place.tsx';

type CallId = NoteRow['callId'];
interface PartProps {
  readonly callId: CallId;
}

export function NextStepFields({ callId }: PartProps) {
  const { t } = useTranslation();
  const isOwed = useContent(callId, (content) => typeof content.nextStep === 'object');
  return (
    <div className={classes.next} role="group" aria-label={t('note.nextStep')}>
      <div className={classes.nextHead}>
        <Owed callId={callId} />
        {isOwed ? (
          <div className={classes.step}>
            <TextPlace callId={callId} place="step.text" field="nextStep" limit={LIMITS.step} title={t('note.step')} />
          </div>
        ) : (
          <NotDecided callId={callId} />
        )}
      </div>
      {isOwed ? (
        <div className={classes.owed}>
          <Kind callId={callId} />
          <Owner callId={callId} />
          <Due callId={callId} />
        </div>
      ) : null}
    </div>
  );
}

function Owed({ callId }: PartProps) {
  const { t } = useTranslation();
  const { actions, autosave } = useDesk();
  const chosen = useContent(callId, ({ nextStep }) =>
    nextStep === undefined ? '' : nextStep === 'nothing' ? 'nothing' : 'owed',
  );
  const asked = useAskedFor(callId);
  const change = useStepChange(callId);
  const readOnly = useReadOnly(callId);
  const required = useOnly('site')?.require.includes('nextStep') ?? false;
  const choose = (value: string) => {
    if (value === 'nothing') autosave.edit(callId, (content) => ({ ...content, nextStep: 'nothing' }));
    else if (chosen !== 'owed') {
      actions.somethingOwed(callId);
      // What was asked for says what is to be done, until somebody writes it in their own words.
      if (asked !== '') change((step) => (step.text === '' ? { text: asked } : {}));
    }
  };
  return (
    <>
      <span className={classes.label} id="next-step-label">
        {t('note.nextStep')}
        {required ? <span aria-hidden> *</span> : null}
      </span>
      <SegmentedControl
        name="note-next-step"
        data-field={chosen === 'owed' ? undefined : 'nextStep'}
        size="xs"
        value={chosen}
        onChange={choose}
        readOnly={readOnly}
        aria-labelledby="next-step-label"
        aria-keyshortcuts="Alt+0"
        title={`${t('note.nothingOwed')}: Alt 0`}
        transitionDuration={0}
        data={[
          { value: 'nothing', label: t('note.nothingOwed') },
          { value: 'owed', label: t('note.somethingOwed') },
        ]}
      />
    </>
  );
}

function NotDecided({ callId }: PartProps) {
  const { t } = useTranslation();
  const why = useWhyMissing(callId, 'nextStep');
  return why === undefined ? null : <span className={classes.error}>{t(`missing.why.${why}`)}</span>;
}

/** The step as it is, and a way to change a part of it. */
function useStep(callId: CallId): [NextStep | undefined, (part: Partial<NextStep>) => void] {
  const step = useContent(callId, ({ nextStep }) => (typeof nextStep === 'object' ? nextStep : undefined));
  const change = useStepChange(callId);
  return [step, (part) => change(() => part)];
}

function useStepChange(callId: CallId): (part: (step: NextStep) => Partial<NextStep>) => void {
  const { autosave } = useDesk();
  return (part) =>
    autosave.edit(callId, (content) => {
      const step = content.nextStep;
      return typeof step === 'object' ? { ...content, nextStep: { ...step, ...part(step) } } : content;
    });
}

/** "Refill: Lisinopril 10 mg"; nothing for a step that the answers do not name. */
function useAskedFor(callId: CallId): string {
  const { t } = useTranslation();
  const kind = useStepKind(callId);
  const means = kind === 'refill' ? 'medication' : kind === 'referral' ? 'referral' : undefined;
  const field = useAsked(callId).find((one) => means !== undefined && one.field.means === means)?.field;
  const what = useContent(callId, (content) => (field ? (content.fields[field.id] ?? '').trim() : ''));
  return what === '' ? '' : t(`note.stepText.${kind}`, { what });
}

/** What the step is: as the answers say, until somebody chooses. */
function Kind({ callId }: PartProps) {
  const { t } = useTranslation();
  const [, change] = useStep(callId);
  const readOnly = useReadOnly(callId);
  const kind = useStepKind(callId);
  return (
    <>
      <NativeSelect
        aria-label={t('note.stepKind')}
        value={kind}
        disabled={readOnly}
        data-field="stepKind"
        onChange={(event) => change({ kind: event.currentTarget.value as StepKind })}
        data={STEP_KINDS.map((value) => ({ value, label: t(`chart.item.${value}`) }))}
      />
      <OtherTexts callId={callId} place="step.kind" shown={(text) => t(`chart.item.${text}`, { defaultValue: text })} />
    </>
  );
}

const KINDS = ['team', 'person', 'queue'] as const;

function Owner({ callId }: PartProps) {
  const { t } = useTranslation();
  const [step, change] = useStep(callId);
  const choices = useOnly('site')?.ownerChoices ?? [];
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, 'owner');
  const owner = step?.owner ?? '';
  // Whoever owns it stays named, also when the site does not know them (any more).
  const unknown = owner !== '' && !choices.some(({ name }) => name === owner) ? [owner] : [];
  return (
    <>
      <NativeSelect
        aria-label={t('note.owner')}
        value={owner}
        disabled={readOnly}
        error={why !== undefined}
        data-field="owner"
        onChange={(event) => change({ owner: event.currentTarget.value })}
        data={[
          { value: '', label: `${t('note.owner')}…` },
          ...unknown,
          ...KINDS.map((kind) => ({
            group: t(`note.ownerKind.${kind}`),
            items: choices.filter((choice) => choice.kind === kind).map(({ name }) => name),
          })).filter(({ items }) => items.length > 0),
        ]}
      />
      {why === undefined ? null : (
        <p className={classes.whyDue} role="status">
          {t(`missing.why.${why}`)}
        </p>
      )}
      <OtherTexts callId={callId} place="step.owner" />
    </>
  );
}

function Due({ callId }: PartProps) {
  const { t, i18n } = useTranslation();
  const [step, change] = useStep(callId);
  const site = useOnly('site');
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, 'due');
  const minute = useMinute();
  const zone = site?.clinic.timeZone ?? 'local';
  const due = dueParts(step?.due ?? '', zone);
  return (
    <>
      <span className={classes.label}>{t('note.due')}</span>
      <TextInput
        type="date"
        aria-label={t('note.due')}
        value={due.date}
        readOnly={readOnly}
        error={why !== undefined}
        data-field="due"
        onChange={(event) => change({ due: dueFrom(event.currentTarget.value, due.time, zone) })}
      />
      <TextInput
        type="time"
        aria-label={t('note.dueTime')}
        value={due.time}
        readOnly={readOnly}
        error={why !== undefined}
        onChange={(event) => change({ due: dueFrom(due.date, event.currentTarget.value, zone) })}
      />
      {readOnly ? null : <Windows onChoose={(next) => change({ due: next })} />}
      {why === undefined ? null : (
        <p className={classes.whyDue} role="status">
          {t(`missing.why.${why}`)}{' '}
          {why === 'closed' ? <NextOpening due={step?.due ?? ''} onChoose={(next) => change({ due: next })} /> : null}
        </p>
      )}
      <OtherTexts callId={callId} place="step.due" shown={(text) => dueText(text, i18n.language, zone, minute)} />
    </>
  );
}

interface ChooseDue {
  readonly onChoose: (due: string) => void;
}

/** The usual promises; each says on which moment it falls. */
function Windows({ onChoose }: ChooseDue) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  if (!site) return null;
  const office = { hours: site.hours, timeZone: site.clinic.timeZone };
  return (
    <span className={classes.quick} role="group" aria-label={t('note.quickDue')}>
      {DUE_WINDOWS.map((window) => (
        <UnstyledButton
          key={window}
          className={classes.quickOne}
          title={dueText(dueFor(window, office, now), i18n.language, office.timeZone, now)}
          onClick={() => onChoose(dueFor(window, office, Date.now()))}
        >
          {t(`note.window.${window}`)}
        </UnstyledButton>
      ))}
    </span>
  );
}

/** Closed when it is due: the next moment at which somebody is there. */
function NextOpening({ due, onChoose }: ChooseDue & { due: string }) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const now = useMinute();
  if (!site) return null;
  const zone = site.clinic.timeZone;
  const next = closedWhenDue({ hours: site.hours, timeZone: zone }, due)?.next;
  if (next === undefined) return null;
  return (
    <UnstyledButton className={classes.textButton} onClick={() => onChoose(next)}>
      {t('note.nextOpening', { when: dueText(next, i18n.language, zone, now) })}
    </UnstyledButton>
  );
}
