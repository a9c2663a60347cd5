// What narrows the search: the practice's own lists, days, and a patient or number taken over from a note.
import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { DateTime } from 'luxon';
import { useTranslation } from 'react-i18next';
import type { ArchiveFilter } from '../../../../shared/contract/archive.ts';
import { siteText } from '../../i18n/index.ts';
import { useOnly } from '../../store/desk.ts';
import { phoneNumber } from '../../ui/format.ts';
import { dialogFilters } from '../../ui/wide-dialog.tsx';
import classes from './archive.module.css';
import type { Question } from './use-search.ts';

interface FiltersProps {
  readonly filter: ArchiveFilter;
  readonly order: Question['order'];
  /** By relevance can only be sorted what was typed for. */
  readonly canWeigh: boolean;
  readonly onFilter: (filter: ArchiveFilter) => void;
  readonly onOrder: (order: Question['order']) => void;
}

type Choice = readonly { readonly value: string; readonly label: string }[];

export function Filters({ filter, order, canWeigh, onFilter, onOrder }: FiltersProps) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const users = useOnly('session')?.users ?? [];
  const zone = site?.clinic.timeZone ?? 'local';
  const set = (change: Partial<ArchiveFilter>) => onFilter(withoutEmpty({ ...filter, ...change }));
  const lists: readonly (readonly [key: 'category' | 'outcome' | 'step' | 'owner' | 'author', Choice])[] = [
    [
      'category',
      (site?.categories ?? []).map(({ id, label }) => ({ value: id, label: siteText(label, i18n.language) })),
    ],
    ['outcome', (site?.outcomes ?? []).map(({ id, label }) => ({ value: id, label: siteText(label, i18n.language) }))],
    ['step', (['open', 'closed', 'none'] as const).map((value) => ({ value, label: t(`archive.step.${value}`) }))],
    ['owner', (site?.owners ?? []).map((value) => ({ value, label: value }))],
    ['author', users.map(({ id, name }) => ({ value: id, label: name }))],
  ];
  return (
    <div className={`${dialogFilters} ${classes.filters}`} role="group" aria-label={t('archive.filters')}>
      {lists.map(([key, choices]) => (
        <NativeSelect
          key={key}
          size="xs"
          label={t(`archive.filter.${key}`)}
          value={filter[key] ?? ''}
          data-set={filter[key] !== undefined}
          onChange={(event) => set({ [key]: event.currentTarget.value || undefined })}
        >
          <option value="">{t('archive.any')}</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      ))}
      <Day label={t('archive.filter.from')} at={filter.from} zone={zone} edge="start" onDay={(from) => set({ from })} />
      <Day label={t('archive.filter.to')} at={filter.to} zone={zone} edge="end" onDay={(to) => set({ to })} />
      <NativeSelect
        size="xs"
        label={t('archive.order.label')}
        value={canWeigh ? order : 'time'}
        disabled={!canWeigh}
        onChange={(event) => onOrder(event.currentTarget.value as Question['order'])}
      >
        <option value="time">{t('archive.order.time')}</option>
        <option value="relevance">{t('archive.order.relevance')}</option>
      </NativeSelect>
      <Chips filter={filter} onFilter={onFilter} />
    </div>
  );
}

function Day(props: {
  label: string;
  at: number | undefined;
  zone: string;
  edge: 'start' | 'end';
  onDay: (at: number | undefined) => void;
}) {
  const { label, at, zone, edge, onDay } = props;
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={at === undefined ? '' : (DateTime.fromMillis(at, { zone }).toISODate() ?? '')}
      onChange={(event) => {
        // The clinic's day, wherever this computer stands.
        const day = DateTime.fromISO(event.currentTarget.value, { zone });
        onDay(day.isValid ? (edge === 'start' ? day.startOf('day') : day.endOf('day')).toMillis() : undefined);
      }}
    />
  );
}

/** A patient or number that was taken over from a note, and the way back. */
function Chips({ filter, onFilter }: Pick<FiltersProps, 'filter' | 'onFilter'>) {
  const { t } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  const { patientId, number } = filter;
  const chips = [
    ...(patientId === undefined ? [] : [{ key: 'patientId', text: t('archive.chip.patient') }]),
    ...(number === undefined ? [] : [{ key: 'number', text: phoneNumber(number, country) }]),
  ];
  return chips.map(({ key, text }) => (
    <UnstyledButton
      key={key}
      className={classes.chip}
      aria-label={t('archive.chip.remove', { what: text })}
      onClick={() => onFilter(withoutEmpty({ ...filter, [key]: undefined }))}
    >
      {text}
      <IconX size={13} aria-hidden />
    </UnstyledButton>
  ));
}

function withoutEmpty(filter: ArchiveFilter): ArchiveFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as ArchiveFilter;
}
