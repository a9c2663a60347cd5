import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDesk, useOnly } from '../store/desk.ts';
import { dialable, phoneNumber } from './format.ts';
import classes from './number-button.module.css';

/** A phone number anywhere in the window: press it to dial. */
export function NumberButton({ number, shown }: { number: string; shown?: string }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const target = dialable(number);
  const text = shown ?? phoneNumber(number, country);
  if (!target) return <span className="tabular">{text}</span>;
  return (
    <UnstyledButton
      className={classes.number}
      onClick={() => actions.dial(target)}
      aria-label={t('dial.number', { number: text })}
      title={t('dial.number', { number: text })}
    >
      {text}
    </UnstyledButton>
  );
}
