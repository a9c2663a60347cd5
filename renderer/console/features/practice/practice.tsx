// Ctrl-,: the practice's own settings. Parts on the left, the form in the middle; nothing is in force before it is applied.
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PracticePart } from '../../../../shared/domain/practice/parts.ts';
import { PART_NAMES } from '../../../../shared/domain/practice/parts.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { WideDialog } from '../../ui/wide-dialog.tsx';
import { PartPane } from './part-pane.tsx';
import { PracticeFoot } from './practice-foot.tsx';
import classes from './practice.module.css';
import { Review } from './review.tsx';
import { Suggestions } from './suggestions.tsx';
import { TryCall } from './try-call.tsx';
import { usePractice } from './use-practice.ts';
import type { Practice } from './use-practice.ts';
import { Versions } from './versions.tsx';

export type PracticePage = PracticePart | 'try' | 'review' | 'versions';

export function PracticeSettings() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const role = useOnly('session')?.user?.role;
  const mayOpen = role === 'administrator' || role === 'supervisor';
  const opened = useLayout((state) => state.practiceOpen === true) && mayOpen;
  const close = () => layout.setState({ practiceOpen: false });
  // Behind a lock nothing stays open that could come back with somebody else.
  useEffect(() => () => layout.setState({ practiceOpen: false }), [layout]);
  return (
    <WideDialog
      opened={opened}
      onClose={close}
      label={t('practice.title')}
      width={1240}
      top={40}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Editor onClose={close} />
    </WideDialog>
  );
}

function Editor({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const practice = usePractice();
  const [page, setPage] = useState<PracticePage>('hours');
  const { view, state, failure } = practice;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const toReview = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && page !== 'review';
    if (event.key !== 'Escape' && !toReview) return;
    event.preventDefault();
    event.stopPropagation();
    if (toReview) setPage('review');
    else if (page === 'review') setPage(state?.edited[0] ?? 'hours');
    else void practice.settled().then(onClose);
  };
  if (!view || !state)
    return (
      <div className={classes.panel} onKeyDown={onKey}>
        <p className={classes.nothing} role="status" tabIndex={-1} data-autofocus>
          {failure === undefined ? '' : t(`error.${failure}`)}
        </p>
        {failure === undefined ? null : <Versions practice={practice} />}
      </div>
    );
  return (
    <div className={classes.panel} onKeyDown={onKey}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t('practice.title')}</h2>
        <p className={classes.quiet}>{t('practice.keptAt', { where: view.keptAt })}</p>
        <Action size="small" tone="quiet" keys="Esc" onClick={() => void practice.settled().then(onClose)}>
          {t('practice.close')}
        </Action>
      </header>
      <Notices practice={practice} />
      <div className={classes.columns}>
        <Parts practice={practice} page={page} onPage={setPage} />
        <section className={classes.pane} aria-label={t(`practice.page.${page}`)}>
          <Page practice={practice} page={page} onPage={setPage} onClose={onClose} />
        </section>
      </div>
      <PracticeFoot practice={practice} page={page} onPage={setPage} />
      <Suggestions directory={practice.dataOf('destinations')} />
    </div>
  );
}

interface PageProps {
  readonly practice: Practice;
  readonly page: PracticePage;
  readonly onPage: (page: PracticePage) => void;
  readonly onClose: () => void;
}

function Page({ practice, page, onPage, onClose }: PageProps) {
  switch (page) {
    case 'review':
      return <Review practice={practice} onApplied={onClose} onBack={() => onPage('hours')} />;
    case 'versions':
      return <Versions practice={practice} />;
    case 'try':
      return <TryCall practice={practice} />;
    default:
      return <PartPane key={page} practice={practice} part={page} />;
  }
}

/** Arrow keys move between the parts as in every list of tabs. */
function Parts({ practice, page, onPage }: Omit<PageProps, 'onClose'>) {
  const { t } = useTranslation();
  const { view, state } = practice;
  const parts = PART_NAMES.filter((name) => view?.forms[name]);
  const pages: readonly PracticePage[] = [...parts, 'try', 'versions'];
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = pages[(pages.indexOf(page) + step + pages.length) % pages.length];
    if (next === undefined) return;
    onPage(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-page="${next}"]`)?.focus();
  };
  // The dialog was there before what is in it: the caret begins at the part in hand.
  const nav = useRef<HTMLElement>(null);
  useEffect(() => nav.current?.querySelector<HTMLElement>('[aria-current=page]')?.focus(), []);
  return (
    <nav ref={nav} className={classes.parts} aria-label={t('practice.parts')} onKeyDown={onKey}>
      {pages.map((name) => {
        const mistakes = state?.problems.filter(({ part, kind }) => part === name && kind === 'mistake').length ?? 0;
        const doubts = state?.problems.filter(({ part, kind }) => part === name && kind === 'doubt').length ?? 0;
        return (
          <button
            key={name}
            type="button"
            data-page={name}
            tabIndex={name === page ? 0 : -1}
            aria-current={name === page ? 'page' : undefined}
            className={classes.part}
            data-first={name === 'try' ? true : undefined}
            onClick={() => onPage(name)}
          >
            <span className={classes.partName}>{t(`practice.page.${name}`)}</span>
            {state?.edited.some((part) => part === name) ? (
              <span className={classes.edited} title={t('practice.edited')}>
                <span className="visually-hidden">{t('practice.edited')}</span>
              </span>
            ) : null}
            {mistakes > 0 ? <Count kind="mistake" count={mistakes} /> : null}
            {mistakes === 0 && doubts > 0 ? <Count kind="doubt" count={doubts} /> : null}
          </button>
        );
      })}
    </nav>
  );
}

function Count({ kind, count }: { readonly kind: 'mistake' | 'doubt'; readonly count: number }) {
  const { t } = useTranslation();
  return (
    <span className={classes.count} data-kind={kind}>
      <span aria-hidden>{count}</span>
      <span className="visually-hidden">{t(`practice.${kind}s`, { count })}</span>
    </span>
  );
}

/** Whoever edits is told what others did, and what this desk may not do. */
function Notices({ practice }: { readonly practice: Practice }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const users = useOnly('session')?.users;
  const { view, state, failure } = practice;
  const { meanwhile, clash } = state ?? {};
  const who = users?.find(({ id }) => id === meanwhile?.by)?.name ?? meanwhile?.by ?? t('practice.somebody');
  const settle = async (keep: 'mine' | 'theirs') => {
    const answer = await ask('practice.settle', { keep });
    if (answer.ok) practice.show(answer.value);
  };
  return (
    <div role="status">
      {failure === undefined ? null : <p className={classes.notice}>{t(`error.${failure}`)}</p>}
      {view?.writable === false ? (
        <p className={classes.notice}>{t('practice.notWritable', { where: view.keptAt })}</p>
      ) : null}
      {view?.mayEdit === 'closures' ? <p className={classes.notice}>{t('practice.closuresOnly')}</p> : null}
      {meanwhile && !clash ? (
        <p className={classes.notice}>
          {t('practice.meanwhile', { who, why: meanwhile.why ?? t('practice.noReason') })}
        </p>
      ) : null}
      {clash ? (
        <div className={classes.clash} role="alert">
          <p>{t('practice.clash', { who })}</p>
          <div className={classes.sides}>
            {(['mine', 'theirs'] as const).map((side) => (
              <div key={side}>
                <p className={classes.legend}>{t(`practice.side.${side}`)}</p>
                <pre className={classes.raw}>{clash.map((one) => one[side].join('\n')).join('\n…\n')}</pre>
                <Action size="small" onClick={() => void settle(side)}>
                  {t(`practice.keep.${side}`)}
                </Action>
              </div>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  );
}

export const Hint = ({ keys, children }: { readonly keys: string; readonly children: string }) => (
  <span className={classes.hint}>
    <KeyCap keys={keys} />
    {children}
  </span>
);
