// What happened to this call so far, for whoever has it in hand.
import { ActionIcon, Popover } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { useOnly } from '../../store/desk.ts';
import { cleanName } from '../../ui/clean.ts';
import { clock } from '../../ui/format.ts';
import classes from './history.module.css';

export function History({ call }: { call: CallRow }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone;
  const history = call.history ?? [];
  if (history.length < 2) return null;
  return (
    <Popover position="bottom-end" shadow="md" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('history.show')} title={t('history.show')}>
          <IconHistory size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('history.title')}>
        <ol className={classes.list} tabIndex={-1} data-autofocus>
          {history.map(({ at, what, label }, index) => (
            <li key={index} className={classes.entry}>
              <time className={classes.at}>{clock(at, i18n.language, zone)}</time>
              {t(`history.${what}`, { label: cleanName(label ?? '') })}
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
