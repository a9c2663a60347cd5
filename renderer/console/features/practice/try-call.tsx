// A made-up call: who, when, about what. What the rules would do with it, as typed and as in force, and why; kept as a test
// that is tried again at every edit.
import { TextInput } from '@mantine/core';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput, CommandOutput } from '../../../../shared/contract/index.ts';
import type { FormMember } from '../../../../shared/domain/practice/form.ts';
import { changed } from '../../../../shared/domain/practice/change.ts';
import type { PracticeChange } from '../../../../shared/domain/practice/types.ts';
import type { Decision } from '../../../../shared/domain/rules/types.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { DecisionView } from './decision-view.tsx';
import { Field } from './fields.tsx';
import { listOf } from './form.ts';
import classes from './practice.module.css';
import reviewClasses from './review.module.css';
import { situationsField } from './situation.ts';
import type { Practice } from './use-practice.ts';

type Asked = CommandInput<'practice.try'>['situation'];
type Tried = CommandOutput<'practice.try'>;

export function TryCall({ practice }: { readonly practice: Practice }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const site = useOnly('site');
  const zone = site?.clinic.timeZone ?? 'local';
  const [call, setCall] = useState<Record<string, unknown>>(() => ({
    at: DateTime.now().setZone(zone).toFormat('yyyy-MM-dd HH:mm'),
    caller: { known: true },
    category: site?.categories[0]?.id ?? '',
    words: '',
  }));
  const [tried, setTried] = useState<Tried | undefined>(undefined);
  const [failure, setFailure] = useState<ErrorCode | undefined>(undefined);
  const change = (...changes: PracticeChange[]) =>
    setCall((now) => changes.reduce((value, one) => changed(value, one) ?? value, now));
  const run = async () => {
    await practice.settled();
    const answer = await ask('practice.try', { situation: { ...call, name: 'Tried', expect: {} } as Asked });
    setFailure(answer.ok ? undefined : answer.error.code);
    if (answer.ok) setTried(answer.value);
  };
  const fields: readonly FormMember[] = situationsField(practice.view?.forms.situations);
  return (
    <div className={classes.master}>
      <form
        className={classes.form}
        aria-label={t('practice.page.try')}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p className={classes.quiet}>{t('practice.tryTeach')}</p>
        <Field
          field={{ kind: 'record', fields }}
          name="try"
          path={[] as never}
          value={call}
          required
          problems={[]}
          languages={site?.clinic.languages ?? ['en']}
          change={change}
          readOnly={() => false}
          depth={0}
          bare
        />
        <div className={classes.formFoot}>
          <Action type="submit" tone="primary">
            {t('practice.try')}
          </Action>
        </div>
        <p role="alert" className={classes.mistake}>
          {failure === undefined ? '' : t(failure === 'invalidInput' ? 'practice.tryIncomplete' : `error.${failure}`)}
        </p>
      </form>
      <div className={classes.form} role="region" aria-label={t('practice.result')} aria-live="polite">
        {tried ? (
          <>
            {tried.typed ? <p className={classes.legend}>{t('practice.asTyped')}</p> : null}
            <DecisionView decision={tried.typed ?? tried.inForce} />
            <SaveAsTest
              key={JSON.stringify(call)}
              call={call}
              decision={tried.typed ?? tried.inForce}
              practice={practice}
            />
            {tried.typed ? (
              <details>
                <summary className={classes.legend}>{t('practice.asInForce')}</summary>
                <DecisionView decision={tried.inForce} />
              </details>
            ) : null}
          </>
        ) : (
          <p className={classes.quiet}>{t('practice.tryEmpty')}</p>
        )}
      </div>
    </div>
  );
}

interface SaveAsTestProps {
  readonly call: Readonly<Record<string, unknown>>;
  readonly decision: Decision;
  readonly practice: Practice;
}

/** What came out is what is expected from now on: whom the call goes to, by which rule, whether it is an emergency. */
function expectationOf(decision: Decision): Record<string, unknown> {
  const first = decision.destinations[0];
  const to = first && (first.kind === 'message' ? `message: ${first.label}` : first.id);
  return {
    ...(to === undefined ? {} : { to }),
    ...(decision.route === undefined ? {} : { rule: decision.route }),
    ...(decision.emergency ? { emergency: true } : {}),
  };
}

function SaveAsTest({ call, decision, practice }: SaveAsTestProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [saved, setSaved] = useState(false);
  const save = () => {
    const kept = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== ''));
    const count = listOf(practice.dataOf('situations')).length;
    const value = { name: name.trim(), ...kept, expect: expectationOf(decision) };
    practice.change({ do: 'insert', path: ['situations', count], value: value as never });
    setSaved(true);
  };
  if (practice.view?.mayEdit !== 'everything') return null;
  return (
    <form
      className={reviewClasses.applyRow}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim().length >= 3 && !saved) save();
      }}
    >
      <TextInput
        className={reviewClasses.reason}
        label={t('practice.testName')}
        description={t('practice.testHelp')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Action type="submit" disabled={name.trim().length < 3 || saved}>
        {t(saved ? 'practice.testSaved' : 'practice.saveTest')}
      </Action>
    </form>
  );
}
