// What is owed after the call: nothing, or a step with an owner and a time. "Nothing" is one key.
import { NativeSelect, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NextStep } from '../../../../shared/domain/note/types.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { dueParts, dueFrom, quickDue, QUICK_DUES } from '../../ui/due-parts.ts';
import classes from './note.module.css';

type Step = NextStep | 'nothing' | undefined;

interface NextStepProps {
  readonly step: Step;
  readonly readOnly: boolean;
  readonly errorOf: (field: string) => string | undefined;
  readonly onChange: (step: Step) => void;
}

export function NextStepFields({ step, readOnly, errorOf, onChange }: NextStepProps) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const required = useOnly('site')?.require.includes('nextStep') ?? false;
  const chosen = step === undefined ? '' : step === 'nothing' ? 'nothing' : 'owed';
  const choose = (value: string) => {
    if (value === 'nothing') onChange('nothing');
    else if (typeof step !== 'object') {
      onChange({ text: '', owner: '', due: '' });
      // The fields that appear are what comes next.
      actions.wishFocus('nextStep');
    }
  };
  return (
    <div className={classes.next} role="group" aria-label={t('note.nextStep')}>
      <div className={classes.nextHead}>
        <span className={classes.label} id="next-step-label">
          {t('note.nextStep')}
          {required ? <span aria-hidden> *</span> : null}
        </span>
        <SegmentedControl
          name="note-next-step"
          data-field={typeof step === 'object' ? undefined : 'nextStep'}
          size="xs"
          value={chosen}
          onChange={choose}
          readOnly={readOnly}
          aria-labelledby="next-step-label"
          transitionDuration={0}
          data={[
            { value: 'nothing', label: t('note.nothingOwed') },
            { value: 'owed', label: t('note.somethingOwed') },
          ]}
        />
        {typeof step === 'object' ? (
          <TextInput
            className={classes.step}
            aria-label={t('note.step')}
            placeholder={t('note.step')}
            value={step.text}
            readOnly={readOnly}
            error={errorOf('nextStep')}
            data-field="nextStep"
            maxLength={2000}
            onChange={(event) => onChange({ ...step, text: event.currentTarget.value })}
          />
        ) : errorOf('nextStep') ? (
          <span className={classes.error}>{errorOf('nextStep')}</span>
        ) : null}
      </div>
      {typeof step === 'object' ? (
        <WhoAndWhen step={step} readOnly={readOnly} errorOf={errorOf} onChange={onChange} />
      ) : null}
    </div>
  );
}

interface OwedProps extends NextStepProps {
  readonly step: NextStep;
}

function WhoAndWhen({ step, readOnly, errorOf, onChange }: OwedProps) {
  const { t } = useTranslation();
  const site = useOnly('site');
  const zone = site?.clinic.timeZone ?? 'local';
  const due = dueParts(step.due, zone);
  const owners = [...new Set([...(site?.owners ?? []), ...(step.owner ? [step.owner] : [])])];
  return (
    <div className={classes.owed}>
      <NativeSelect
        aria-label={t('note.owner')}
        value={step.owner}
        disabled={readOnly}
        error={errorOf('owner')}
        data-field="owner"
        onChange={(event) => onChange({ ...step, owner: event.currentTarget.value })}
        data={[{ value: '', label: `${t('note.owner')}…` }, ...owners]}
      />
      <span className={classes.label}>{t('note.due')}</span>
      <TextInput
        type="date"
        aria-label={t('note.due')}
        value={due.date}
        readOnly={readOnly}
        error={errorOf('due')}
        data-field="due"
        onChange={(event) => onChange({ ...step, due: dueFrom(event.currentTarget.value, due.time, zone) })}
      />
      <TextInput
        type="time"
        aria-label={t('note.dueTime')}
        value={due.time}
        readOnly={readOnly}
        onChange={(event) => onChange({ ...step, due: dueFrom(due.date, event.currentTarget.value, zone) })}
      />
      {readOnly ? null : (
        <span className={classes.quick} role="group" aria-label={t('note.quickDue')}>
          {QUICK_DUES.map((quick) => (
            <UnstyledButton
              key={quick}
              className={classes.quickOne}
              onClick={() => onChange({ ...step, due: quickDue(quick, zone, Date.now()) })}
            >
              {t(`note.quick.${quick}`)}
            </UnstyledButton>
          ))}
        </span>
      )}
    </div>
  );
}
