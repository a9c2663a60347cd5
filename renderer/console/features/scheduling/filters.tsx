// What the caller would like, in the EHR's and the practice's own lists.
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DAY_PARTS } from '../../../../shared/domain/scheduling/lists.ts';
import type { Wishes } from '../../../../shared/domain/scheduling/types.ts';
import { siteText } from '../../i18n/index.ts';
import { cleanName } from '../../ui/clean.ts';
import { languageName } from '../../ui/format.ts';
import { dialogFilters } from '../../ui/wide-dialog.tsx';
import classes from './scheduling.module.css';
import type { Offer } from './use-scheduling.ts';

interface FiltersProps {
  readonly offer: Offer;
  readonly wishes: Wishes;
  readonly onWishes: (wishes: Wishes) => void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Each value once, by its label. */
const choices = (all: readonly Choice[]): Choice[] =>
  [...new Map(all.filter(({ value, label }) => value && label).map((one) => [one.value, one])).values()].sort((a, b) =>
    a.label.localeCompare(b.label),
  );

export function Filters({ offer: { calendars, visitTypes, support }, wishes, onWishes }: FiltersProps) {
  const { t, i18n } = useTranslation();
  if (!support.times) return null;
  const set = (change: Partial<Wishes>) => {
    const all = Object.entries({ ...wishes, ...change }).filter(([, value]) => value !== undefined && value !== '');
    onWishes(Object.fromEntries(all) as Wishes);
  };
  const kinds = visitTypes.map(({ code, name, label, minutes }) => ({
    value: code,
    label: [
      siteText(label, i18n.language) || cleanName(name),
      minutes ? t('scheduling.minutes', { count: minutes }) : '',
    ]
      .filter(Boolean)
      .join(' · '),
  }));
  const lists: readonly (readonly ['visitType' | 'providerId' | 'placeId' | 'language', string, readonly Choice[]])[] =
    [
      ['visitType', 'visitType', kinds],
      [
        'providerId',
        'provider',
        choices(calendars.map((one) => ({ value: one.providerId, label: cleanName(one.provider) }))),
      ],
      ['placeId', 'place', choices(calendars.map((one) => ({ value: one.placeId, label: cleanName(one.place) })))],
      [
        'language',
        'language',
        choices(
          calendars.flatMap(({ languages }) => languages.map((tag) => ({ value: tag, label: languageName(tag) }))),
        ),
      ],
    ];
  return (
    <div className={`${dialogFilters} ${classes.filters}`} role="group" aria-label={t('scheduling.filters')}>
      {lists.map(([key, name, options]) => (
        <NativeSelect
          key={key}
          size="xs"
          label={t(`scheduling.filter.${name}`)}
          value={wishes[key] ?? ''}
          data-set={wishes[key] !== undefined}
          onChange={(event) => set({ [key]: event.currentTarget.value })}
        >
          <option value="">{t('scheduling.any')}</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      ))}
      <TextInput
        size="xs"
        type="date"
        label={t('scheduling.filter.from')}
        value={wishes.from ?? ''}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={t('scheduling.filter.part')}
        value={wishes.part ?? 'any'}
        data-set={wishes.part !== undefined}
        onChange={({ currentTarget: { value } }) =>
          set({ part: DAY_PARTS.find((part) => part === value && part !== 'any') })
        }
      >
        {DAY_PARTS.map((part) => (
          <option key={part} value={part}>
            {t(`scheduling.part.${part}`)}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
