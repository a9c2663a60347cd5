// What to say, where to send the call, and why: the rules' answer, as the person on the phone needs it.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import type { Decision, Destination } from '../../../../shared/domain/rules/types.ts';
import { siteText } from '../../i18n/index.ts';
import { consultOf, isConnected, isLive } from '../../store/calls.ts';
import { useDesk, useTopic } from '../../store/desk.ts';
import { useContent } from '../../store/note.ts';
import { Action } from '../../ui/action.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { Name } from '../../ui/name.tsx';
import { sentenceOf } from '../../ui/why-sentence.ts';
import classes from './guidance.module.css';
import { Escalate, EscalateFirst } from './escalate.tsx';
import { SayBox } from './say-box.tsx';
import { MayNotWait, Suggestion } from './suggestion.tsx';
import { Why } from './why.tsx';

export function Guidance({ call, consulting }: { call: CallRow; consulting: boolean }) {
  const category = useContent(call.id, (content) => content.category);
  const { decision } = call;
  return (
    <div className={classes.guidance}>
      {isLive(call) ? <Banners decision={decision} /> : null}
      {isLive(call) ? <MayNotWait call={call} /> : null}
      {isLive(call) ? <SayBox call={call} category={category} /> : null}
      {!consulting && isLive(call) && decision?.escalate ? (
        <EscalateFirst call={call} wanted={decision.escalate} />
      ) : null}
      {consulting ? null : <Where call={call} decision={decision} category={category} />}
    </div>
  );
}

/** What the practice wants known before anything is done. */
function Banners({ decision }: { decision: Decision | undefined }) {
  const { i18n } = useTranslation();
  return decision?.banners?.map(({ rule, text }) => (
    <p key={rule} className={classes.banner} data-rule={rule}>
      {siteText(text, i18n.language)}
    </p>
  ));
}

interface WhereProps {
  readonly call: CallRow;
  readonly decision: Decision | undefined;
  readonly category: string | undefined;
}

/** Whom to send the call to, or what is needed before that can be said. */
function Where({ call, decision, category }: WhereProps) {
  const { t } = useTranslation();
  if (!isLive(call)) return <p className={classes.teach}>{t('guidance.afterCall')}</p>;
  if (call.rulesFailed) return <p className={classes.teach}>{t('guidance.rulesFailed')}</p>;
  if (!decision) return <p className={classes.teach}>{t('guidance.noDecision')}</p>;
  if (decision.destinations.length > 0) return <Destinations call={call} destinations={decision.destinations} />;
  return (
    <p className={classes.teach}>
      {category === undefined ? <Suggestion call={call} /> : null}
      <span>
        {t(category ? 'guidance.noRule' : 'guidance.chooseCategory')} <Why decision={decision} />
      </span>
    </p>
  );
}

function Destinations({ call, destinations }: { call: CallRow; destinations: readonly Destination[] }) {
  const { t } = useTranslation();
  if (destinations.length === 0 || !call.decision) return null;
  const dialled = destinations.filter((entry) => entry.kind === 'dial');
  const nobodyFree = dialled.length > 0 && dialled.every((entry) => !['free', 'unknown'].includes(entry.presence));
  const best = (nobodyFree ? destinations.find((entry) => entry.kind === 'message') : undefined) ?? destinations[0];
  return (
    <section aria-label={t('guidance.destinations')}>
      <p className={classes.caption}>
        <Caption decision={call.decision} nobodyFree={nobodyFree} />
        <span className={classes.captionEnd}>
          <Escalate call={call} destinations={destinations} />
          <Why decision={call.decision} />
        </span>
      </p>
      <ol className={classes.list}>
        {destinations.map((entry) => (
          <Row key={entry.id} call={call} entry={entry} isFirst={entry === best && !call.decision?.escalate} />
        ))}
      </ol>
      <Forbidden decision={call.decision} />
    </section>
  );
}

function Caption({ decision, nobodyFree }: { decision: Decision; nobodyFree: boolean }) {
  const { t } = useTranslation();
  if (nobodyFree) return <span className={classes.nobody}>{t('guidance.nobodyFree')}</span>;
  const { route, transfer, priority } = decision;
  const parts = [
    t(route === undefined ? 'guidance.noRule' : 'guidance.sendTo'),
    ...(transfer === 'any' ? [] : [t(`guidance.policy.${transfer}`)]),
    ...(priority > 0 ? [t('guidance.priority', { priority })] : []),
  ];
  return <span>{parts.join(' · ')}</span>;
}

/** Whom a rule names and the policy excludes: said, so that nobody looks for them. What is allowed stands above. */
function Forbidden({ decision }: { decision: Decision }) {
  const { t, i18n } = useTranslation();
  if (!decision.forbidden) return null;
  return (
    <ul className={classes.forbidden} aria-label={t('guidance.forbidden')}>
      {decision.forbidden.map(({ id, label, why, because }) => (
        <li key={id}>
          {because ? (
            <>
              {t('guidance.forbidden')}: <Name>{label}</Name>. {siteText(because, i18n.language)}
            </>
          ) : (
            sentenceOf(t, i18n.language, why)
          )}
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly call: CallRow;
  readonly entry: Destination;
  /** The best choice now: the one button that stands out. */
  readonly isFirst: boolean;
}

function Row({ call, entry, isFirst }: RowProps) {
  const { t, i18n } = useTranslation();
  const reason = entry.because
    .filter((step) => !step.code.startsWith('presence.'))
    .map((step) => sentenceOf(t, i18n.language, step));
  if (entry.transfer === 'warmOnly' && call.decision?.transfer === 'any') reason.push(t('guidance.policy.warmOnly'));
  const title = entry.kind === 'message' ? t('guidance.messageFor', { who: entry.label }) : entry.label;
  return (
    <li className={classes.row}>
      <span className={classes.rank}>{entry.rank}</span>
      <span className={classes.who}>
        <span className={classes.label}>
          <Name>{title}</Name>
          {entry.role ? <span className={classes.role}> · {entry.role}</span> : null}
        </span>
        <span className={classes.reason}>{reason.join(' · ')}</span>
      </span>
      {entry.kind === 'dial' ? <Lamp presence={entry.presence} /> : null}
      <RowActions call={call} entry={entry} isFirst={isFirst} />
    </li>
  );
}

function RowActions({ call, entry, isFirst }: RowProps) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const consulting = useTopic('calls', (state) => consultOf(state.rows, call.id) !== undefined);
  const key = entry.rank <= 9 ? String(entry.rank) : undefined;
  const shortcut = key ? `${key} Alt+${key}` : undefined;
  if (entry.kind === 'message' || entry.number === undefined)
    return (
      <Action
        size="small"
        tone={isFirst ? 'primary' : 'plain'}
        keys={key}
        shortcut={shortcut}
        label={t('guidance.messageFor', { who: entry.label })}
        onClick={() => actions.takeMessage(call.id, entry)}
      >
        {t('guidance.message')}
      </Action>
    );
  const { number } = entry;
  const disabled = consulting || !isConnected(call) || call.decision?.transfer === 'none';
  return (
    <>
      {call.decision?.transfer === 'any' && entry.transfer !== 'warmOnly' ? (
        <Action
          size="small"
          disabled={disabled}
          label={t('transfer.blindTo', { who: entry.label })}
          onClick={() => actions.transferBlind(call.id, number)}
        >
          {t('transfer.blind')}
        </Action>
      ) : null}
      <Action
        size="small"
        tone={isFirst ? 'primary' : 'plain'}
        keys={key}
        shortcut={shortcut}
        disabled={disabled}
        label={t('transfer.consultWith', { who: entry.label })}
        onClick={() => actions.consult(call.id, number)}
      >
        {t('transfer.consult')}
      </Action>
    </>
  );
}
