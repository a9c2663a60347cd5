// What stands at the foot: how what is typed is doing, and the way on.
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import classes from './practice.module.css';
import type { PracticePage } from './practice.tsx';
import type { Practice } from './use-practice.ts';

interface FootProps {
  readonly practice: Practice;
  readonly page: PracticePage;
  readonly onPage: (page: PracticePage) => void;
}

export function PracticeFoot({ practice, page, onPage }: FootProps) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const { state, busy } = practice;
  const mistakes = state?.problems.filter(({ kind }) => kind === 'mistake').length ?? 0;
  const doubts = (state?.problems.length ?? 0) - mistakes;
  const discard = async () => {
    await practice.settled();
    const answer = await ask('practice.discard', {});
    if (answer.ok) practice.show(answer.value);
  };
  const said = [
    state?.isChanged ? t('practice.changed', { count: state.edited.length }) : t('practice.unchanged'),
    mistakes > 0 ? t('practice.mistakes', { count: mistakes }) : '',
    doubts > 0 ? t('practice.doubts', { count: doubts }) : '',
  ];
  return (
    <footer className={classes.foot}>
      <p className={classes.said} role="status" data-mistakes={mistakes > 0}>
        {busy ? t('practice.checking') : said.filter(Boolean).join(' · ')}
      </p>
      <span className={classes.buttons}>
        <Action disabled={!state?.isChanged} onClick={() => void discard()}>
          {t('practice.discard')}
        </Action>
        {page === 'review' ? null : (
          <Action
            tone="primary"
            keys="Ctrl ↵"
            shortcut="Control+Enter"
            disabled={!state?.isChanged}
            onClick={() => onPage('review')}
          >
            {t('practice.toReview')}
          </Action>
        )}
      </span>
    </footer>
  );
}
