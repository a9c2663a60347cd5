// "Why?": every rule that was looked at, in order, and whether it applied.
import { Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shared/domain/rules/types.ts';
import { sentenceOf } from '../../ui/why-sentence.ts';
import classes from './guidance.module.css';

export function Why({ decision }: { decision: Decision }) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes.why} onClick={() => setOpened(!opened)}>
          {t('guidance.why')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('guidance.whyTitle')} className={classes.trace} tabIndex={-1}>
        <p className={classes.caption}>{t('guidance.whyTitle')}</p>
        {/* Forty rules and more may stand here. */}
        <ul className={classes.steps} tabIndex={0} data-autofocus>
          {decision.trace.map((step, index) => (
            <li key={`${step.rule}-${index}`} className={classes.step} data-fired={step.fired}>
              <span aria-hidden>{step.fired ? '✓' : '–'}</span>
              <span>
                <span className="visually-hidden">{t(step.fired ? 'guidance.applied' : 'guidance.notApplied')} </span>
                {sentenceOf(t, i18n.language, step)}
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
