// What is kept for the caller, and what came of it: always with the words to say next, so that nothing is promised early.
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArrangedTime, WaitingPerson } from '../../../../shared/contract/scheduling.ts';
import type { BookedVisit, OpenTime } from '../../../../shared/domain/scheduling/types.ts';
import type { CallId } from '../../store/calls.ts';
import { useOnly } from '../../store/desk.ts';
import { useMinute } from '../../store/use-minute.ts';
import { useSaying } from '../../store/saying.ts';
import { Action } from '../../ui/action.tsx';
import { cleanName } from '../../ui/clean.ts';
import classes from './scheduling.module.css';
import { TimeLeft } from './time-left.tsx';
import type { Arranging, Notice } from './use-scheduling.ts';
import { WaitingPeople, nextOf } from './waiting-people.tsx';
import { failureWords, spokenWhen, timeWords, visitWords } from './words.ts';

interface OutcomeProps {
  readonly callId: CallId;
  readonly arranging: Arranging;
  readonly onWaiting: () => void;
}

export function Outcome({ callId, arranging, onWaiting }: OutcomeProps) {
  const { arranged, notice } = arranging;
  return (
    <>
      {notice ? <Told callId={callId} notice={notice} arranging={arranging} onWaiting={onWaiting} /> : null}
      {arranged ? <Kept callId={callId} arranged={arranged} arranging={arranging} /> : null}
    </>
  );
}

type Script = 'kept' | 'keptShort' | 'booked' | 'cancelled' | 'lost';

/** The sentence in the caller's language, with the time as it is said in that language. */
function useSentence(
  callId: CallId,
): (script: Script, of: Pick<OpenTime, 'start' | 'provider' | 'place'>) => ReactNode {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const saying = useSaying(callId);
  return (script, { start, provider, place }) => {
    const texts = Object.fromEntries(
      ['en', 'es'].map((language) => [
        language,
        i18n
          .getFixedT(language)(`scheduling.script.${script}`)
          .replace('{when}', spokenWhen(start, { language, zone }))
          .replace('{who}', cleanName(provider))
          .replace('{where}', cleanName(place)),
      ]),
    );
    const said = saying(texts);
    return (
      <div className={classes.say}>
        <span className={classes.sayTitle}>{t('scheduling.say')}</span>
        <p className={classes.sayText} lang={said.language}>
          “{said.words}”
        </p>
      </div>
    );
  };
}

function Kept({ callId, arranged, arranging }: { callId: CallId; arranged: ArrangedTime; arranging: Arranging }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const sentence = useSentence(callId);
  const { time, state, until, moving } = arranged;
  const box = useRef<HTMLElement>(null);
  // The next key is the answer of the caller.
  useEffect(() => {
    if (state !== 'writing') box.current?.querySelector('button')?.focus();
  }, [state]);
  const isOpen = state === 'kept' || state === 'chosen' || state === 'writing';
  return (
    <section className={classes.kept} ref={box} data-state={state} aria-label={t('scheduling.kept')}>
      <p className={classes.keptHead} role={isOpen ? 'status' : 'alert'}>
        {state === 'kept' ? t('scheduling.kept') : isOpen ? t(`scheduling.${state}`) : t(`scheduling.${state}`)}
        {state === 'kept' && until !== undefined ? <TimeLeft until={until} /> : null}
      </p>
      <p className={classes.keptTime}>{timeWords(time, { language: i18n.language, zone })}</p>
      {isOpen ? sentence(time.place === '' ? 'keptShort' : 'kept', time) : null}
      <div className={classes.buttons}>
        {state === 'over' ? null : (
          <Action
            tone="primary"
            keys="↵"
            shortcut="Enter"
            busy={state === 'writing'}
            onClick={() => void arranging.book()}
          >
            {t(state === 'unknown' ? 'scheduling.again' : moving ? 'scheduling.move' : 'scheduling.book')}
          </Action>
        )}
        <Action keys="Esc" shortcut="Escape" disabled={state === 'writing'} onClick={() => void arranging.release()}>
          {t('scheduling.other')}
        </Action>
      </div>
    </section>
  );
}

function Told({ callId, notice, arranging, onWaiting }: OutcomeProps & { notice: Notice }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  const sentence = useSentence(callId);
  const box = useRef<HTMLElement>(null);
  const isLost = notice.kind === 'lost';
  // What can be offered instead is the next thing to choose.
  useEffect(() => {
    if (isLost) box.current?.querySelector('button')?.focus();
  }, [isLost]);
  const isGood = notice.kind === 'done';
  return (
    <section
      ref={box}
      className={classes.told}
      data-tone={isGood ? 'good' : notice.kind === 'failed' ? 'danger' : 'warn'}
      role={isGood ? 'status' : 'alert'}
    >
      {notice.kind === 'lost' ? (
        <Lost notice={notice} arranging={arranging} sentence={sentence} />
      ) : notice.kind === 'failed' ? (
        <p>{failureWords(notice.code, t)}</p>
      ) : notice.kind === 'done' ? (
        <>
          <p>
            {t(`scheduling.done.${notice.what}`, { visit: visitWords(notice.visit, locale) })} {t('scheduling.inNote')}
          </p>
          <Said notice={notice} sentence={sentence} />
          <Takers people={notice.waiting} onWaiting={onWaiting} />
        </>
      ) : (
        <p>{t(`scheduling.${notice.kind}`, { visit: nowWords(notice.visit) })}</p>
      )}
    </section>
  );

  function nowWords(visit: BookedVisit): string {
    return `${visitWords(visit, locale)} (${t(`scheduling.state.${visit.state}`)})`;
  }
}

/** More do not fit beside what is said to the caller. */
const MOST_TAKERS = 3;

/** Whom the time that became free is offered to next. The caller is still on the line: first things first. */
function Takers({ people, onWaiting }: { people: readonly WaitingPerson[]; onWaiting: () => void }) {
  const { t } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const now = useMinute();
  const shown = people.slice(0, MOST_TAKERS);
  if (shown.length === 0) return null;
  return (
    <div className={classes.takers} data-waiting-people>
      <p className={classes.strong}>{t('scheduling.waits', { count: people.length })}</p>
      <p className={classes.quiet}>{t('scheduling.waitsLater')}</p>
      <WaitingPeople people={shown} next={nextOf(shown, now, zone)} offered={shown[0]?.time?.start} />
      <Action size="small" onClick={onWaiting}>
        {t('scheduling.showWaiting')}
      </Action>
    </div>
  );
}

type Sentence = ReturnType<typeof useSentence>;

function Said({ notice, sentence }: { notice: Extract<Notice, { kind: 'done' }>; sentence: Sentence }) {
  const { visit, what } = notice;
  if (visit.start === undefined || what === 'waiting') return null;
  const { start, provider, place } = visit;
  return sentence(what === 'cancelled' ? 'cancelled' : 'booked', { start, provider, place });
}

interface LostProps {
  readonly notice: Extract<Notice, { kind: 'lost' }>;
  readonly arranging: Arranging;
  readonly sentence: Sentence;
}

function Lost({ notice: { time, instead }, arranging, sentence }: LostProps) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const locale = { language: i18n.language, zone };
  return (
    <>
      <p className={classes.strong}>{t('scheduling.lost', { time: timeWords(time, locale) })}</p>
      {instead[0] ? sentence('lost', instead[0]) : null}
      <p>{t(instead.length > 0 ? 'scheduling.instead' : 'scheduling.nothingInstead')}</p>
      {instead.map((one) => (
        <Action
          key={one.slots.join(' ')}
          size="small"
          full
          disabled={arranging.busy}
          onClick={() => void arranging.hold(one)}
        >
          {timeWords(one, locale)}
        </Action>
      ))}
    </>
  );
}
