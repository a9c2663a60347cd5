// What waits, queue by queue: place in line, number or initials, language, and how long against the queue's target.
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopicRow } from '../../../../shared/contract/index.ts';
import { workIdOf } from '../../../../shared/domain/callback/callback.ts';
import { useDesk, useOnly, useRow, useRows, useTopic } from '../../store/desk.ts';
import { dueText, duration, languageName, phoneNumber } from '../../ui/format.ts';
import { useMinute } from '../../store/use-minute.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import { waitLevel, waitShare } from '../../ui/wait-level.ts';
import classes from './queue-board.module.css';

type Queue = TopicRow<'queues'>;
type Waiting = TopicRow<'waiting'>;

/** More rows than this help nobody; the count above says how many there are. */
const ROWS_SHOWN = 12;

export function QueueBoard() {
  const { t } = useTranslation();
  const queues = useRows('queues');
  const ready = useTopic('queues', (state) => state.ready);
  const waiting = useRows('waiting');
  const byQueue = useMemo(() => Map.groupBy(waiting.values(), (caller) => caller.queue), [waiting]);
  if (queues.size === 0)
    return (
      <Panel title={t('queues.title')} label={t('queues.title')}>
        <p className={classes.teach}>{t(ready ? 'queues.noneSet' : 'queues.loading')}</p>
      </Panel>
    );
  return [...queues.values()].map((queue) => (
    <QueuePanel key={queue.id} queue={queue} callers={byQueue.get(queue.id) ?? NOBODY} />
  ));
}

const NOBODY: Waiting[] = [];

function QueuePanel({ queue, callers }: { queue: Queue; callers: Waiting[] }) {
  const { t } = useTranslation();
  const ordered = [...callers].sort((a, b) => a.position - b.position);
  const longest = Math.min(...ordered.map((caller) => caller.joinedAt));
  const aside =
    ordered.length === 0 ? (
      <span className={classes.quiet}>{t('queues.nobody')}</span>
    ) : (
      <Longest count={ordered.length} since={longest} target={queue.targetSeconds} />
    );
  return (
    <Panel title={queue.name} label={t('queues.queue', { name: queue.name })} aside={aside}>
      {ordered.length === 0 ? undefined : (
        <ol>
          {ordered.slice(0, ROWS_SHOWN).map((caller) => (
            <Row key={caller.entry} caller={caller} target={queue.targetSeconds} />
          ))}
          {ordered.length > ROWS_SHOWN ? (
            <li className={classes.more}>{t('queues.more', { count: ordered.length - ROWS_SHOWN })}</li>
          ) : null}
        </ol>
      )}
    </Panel>
  );
}

/** Nobody is on the line: by when they were promised to be called stands with the thing to do. */
function CallBack({ asked }: { asked: NonNullable<Waiting['callback']> }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const due = useRow('worklist', workIdOf(asked))?.due;
  const now = useMinute();
  const by = due === undefined ? '' : dueText(due, i18n.language, zone, now);
  return <Tag>{by === '' ? t('callback.tag') : t('callback.tagBy', { due: by })}</Tag>;
}

function Longest({ count, since, target }: { count: number; since: number; target: number }) {
  const { t } = useTranslation();
  const { ticker } = useDesk();
  const tag = useRef<HTMLSpanElement>(null);
  const words = t('queues.longest', { count, time: '{time}' });
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        if (!tag.current) return;
        tag.current.textContent = words.replace('{time}', duration(now - since));
        tag.current.dataset['level'] = waitLevel(now - since, target);
      }),
    [ticker, since, target, words],
  );
  return <span className={`${classes.longest} tabular`} ref={tag} />;
}

const Row = memo(function Row({ caller, target }: { caller: Waiting; target: number }) {
  const { t, i18n } = useTranslation();
  const { ticker } = useDesk();
  const site = useOnly('site');
  const row = useRef<HTMLLIElement>(null);
  const wait = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useLayoutEffect(
    () =>
      ticker.listen((now) => {
        const waited = now - caller.joinedAt;
        if (wait.current) wait.current.textContent = duration(waited);
        if (bar.current) bar.current.style.transform = `scaleX(${waitShare(waited, target)})`;
        if (row.current) row.current.dataset['level'] = waitLevel(waited, target);
      }),
    [ticker, caller.joinedAt, target],
  );
  const language = site?.queues.find((queue) => queue.id === caller.queue)?.language;
  const number = caller.withheld ? t('call.withheld') : phoneNumber(caller.number, site?.clinic.country ?? 'US');
  return (
    <li className={classes.row} ref={row}>
      <span className={classes.position}>{caller.position}</span>
      <span className={classes.who}>
        <span className={classes.name} data-withheld={caller.withheld}>
          <bdi>{caller.match?.initials ?? number}</bdi>
        </span>
        {language && language !== i18n.language ? (
          <Tag>
            <abbr className={classes.language} title={languageName(language)}>
              {language.toUpperCase()}
            </abbr>
          </Tag>
        ) : null}
        {caller.callback ? <CallBack asked={caller.callback} /> : null}
        {caller.ringingAt.length > 0 ? <Tag tone="accent">{t('queues.ringing')}</Tag> : null}
        {caller.priority > 5 ? <Tag tone="danger">{t('queues.urgent')}</Tag> : null}
      </span>
      <span className={`${classes.wait} tabular`} ref={wait} />
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} ref={bar} />
      </span>
    </li>
  );
});
