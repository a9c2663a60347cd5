// The sentence to say now, in the caller's language when the practice has it.
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { callerLanguage } from '../../store/caller.ts';
import { isOnHold } from '../../store/calls.ts';
import { useOnly, useRow } from '../../store/desk.ts';
import { siteText, spoken } from '../../i18n/index.ts';
import { languageName } from '../../ui/format.ts';
import classes from './guidance.module.css';

type Texts = Readonly<Record<string, string>>;
type Moment = keyof SiteView['scripts'] | 'route';

/** Which script fits the moment when nobody chose one. */
function momentOf(call: CallRow, category: string | undefined): Moment {
  if (call.state === 'ringing' || call.state === 'answering')
    return call.decision?.office.open === false ? 'closed' : 'greeting';
  if (isOnHold(call)) return 'hold';
  if (call.decision?.say && category) return 'route';
  return call.verified ? 'greeting' : 'identityCheck';
}

export function SayBox({ call, category }: { call: CallRow; category: string | undefined }) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const me = useOnly('session')?.user?.name;
  const panel = useRow('patients', call.id);
  const [chosen, setChosen] = useState<Moment>();
  const [language, setLanguage] = useState<string>();
  const scripts: Partial<Record<Moment, Texts>> = {
    ...(call.decision?.say ? { route: call.decision.say } : {}),
    ...site?.scripts,
  };
  const moments = Object.keys(scripts) as Moment[];
  const fitting = momentOf(call, category);
  const moment = chosen && scripts[chosen] ? chosen : scripts[fitting] ? fitting : moments[0];
  const text = moment ? scripts[moment] : undefined;
  if (!moment || !text) return null;
  const wanted = language ?? callerLanguage(call, panel, site) ?? i18n.language;
  const shown = text[wanted] === undefined ? (Object.keys(text)[0] ?? 'en') : wanted;
  return (
    <section className={classes.say} aria-label={t('guidance.say')}>
      <header className={classes.sayHead}>
        <span className={classes.sayTitle}>{t('guidance.say')}</span>
        <Chips
          label={t('guidance.scripts')}
          options={moments}
          chosen={moment}
          onChoose={setChosen}
          name={(m) => t(`script.${m}`)}
        />
        {Object.keys(text).length > 1 ? (
          <Chips
            label={t('guidance.language')}
            options={Object.keys(text)}
            chosen={shown}
            onChoose={setLanguage}
            name={languageName}
          />
        ) : null}
      </header>
      <p className={classes.sayText} lang={shown}>
        “{spoken(siteText(text, shown), me)}”
      </p>
    </section>
  );
}

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly onChoose: (option: T) => void;
  readonly name: (option: T) => string;
}

function Chips<T extends string>({ label, options, chosen, onChoose, name }: ChipsProps<T>) {
  return (
    <span className={classes.chips} role="group" aria-label={label}>
      {options.map((option) => (
        <UnstyledButton
          key={option}
          className={classes.chip}
          aria-pressed={option === chosen}
          onClick={() => onChoose(option)}
        >
          {name(option)}
        </UnstyledButton>
      ))}
    </span>
  );
}
