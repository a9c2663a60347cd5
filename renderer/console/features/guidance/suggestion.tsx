// What the caller's words sound like, as long as nobody has said what the call is about. It is only offered: one key takes it.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { siteText } from '../../i18n/index.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './guidance.module.css';

export function Suggestion({ call }: { call: CallRow }) {
  const { t, i18n } = useTranslation();
  const { actions } = useDesk();
  const guess = call.intent?.category;
  const category = useOnly('site')?.categories.find(({ id }) => id === guess?.id);
  if (!guess || !category) return null;
  const percent = Math.round(guess.confidence * 100);
  return (
    <span className={classes.suggestion} data-suggestion={category.id}>
      <Action keys="Alt Y" shortcut="Alt+Y" onClick={() => actions.takeSuggestion()}>
        {t('guidance.soundsLike', { category: siteText(category.label, i18n.language) })}
      </Action>
      <span>{t('guidance.soundsBecause', { words: guess.because.join(', '), percent })}</span>
    </span>
  );
}

/** A question to ask, not a judgement: nobody at the desk is asked to know. */
export function MayNotWait({ call }: { call: CallRow }) {
  const { t } = useTranslation();
  const urgent = call.intent?.urgent;
  if (!urgent) return null;
  return (
    <p className={classes.banner} data-urgent>
      {t('guidance.mayNotWait', { words: urgent.because.join(', ') })}
    </p>
  );
}
