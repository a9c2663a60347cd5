// One person or place: favourite, lamp, name, where to find them, numbers to press, and who is ringing there.
import { UnstyledButton } from '@mantine/core';
import { IconPhoneIncoming, IconSpeakerphone, IconStar, IconStarFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RingingRow } from '../../../../shared/contract/directory.ts';
import { spokenTo } from '../../../../shared/domain/directory/entries.ts';
import type { Listing } from '../../../../shared/domain/directory/entries.ts';
import { useOnly, useTopic } from '../../store/desk.ts';
import { useFavourites } from '../../store/directory.ts';
import { Action } from '../../ui/action.tsx';
import { phoneNumber } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Name } from '../../ui/name.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Reach } from './directory.tsx';
import classes from './directory.module.css';

export const ROW_HEIGHT = 54;

interface RowProps {
  readonly entry: Listing;
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly isActive: boolean;
  readonly reach: Reach;
  readonly onFavourite: (id: string) => void;
  readonly onRow: (index: number) => void;
}

export const Row = memo(function Row({ entry, index, top, isActive, reach, onFavourite, onRow }: RowProps) {
  const { t } = useTranslation();
  const presence = useTopic('people', (state) => state.rows.get(entry.number)?.presence) ?? 'unknown';
  const ringing = useTopic('ringing', (state) => state.rows.get(entry.number));
  const isFavourite = useFavourites().has(entry.id);
  const Star = isFavourite ? IconStarFilled : IconStar;
  return (
    <div
      id={`directory-row-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isActive}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={() => onRow(index)}
    >
      <span role="gridcell" className={classes.star}>
        <UnstyledButton
          className={classes.starButton}
          aria-pressed={isFavourite}
          aria-label={t('directory.favouriteWho', { who: entry.name })}
          data-on={isFavourite}
          onClick={() => onFavourite(entry.id)}
        >
          <Star size={16} aria-hidden />
        </UnstyledButton>
      </span>
      <span role="gridcell" className={classes.who}>
        <span className={classes.name}>
          <Name>{entry.name}</Name>
          {entry.group === undefined ? null : <Tag>{entry.group}</Tag>}
        </span>
        <span className={classes.detail}>
          {[entry.role, entry.room, entry.location].filter(Boolean).join(' · ') || entry.skills.join(', ')}
        </span>
      </span>
      <span role="gridcell" className={classes.lamp}>
        {entry.kind === 'page' ? (
          <Action
            size="small"
            icon={<IconSpeakerphone size={15} aria-hidden />}
            label={t('directory.pageWho', { who: entry.name })}
            onClick={() => reach.speak(entry)}
          >
            {t('directory.page')}
          </Action>
        ) : ringing ? (
          <RingingHere ringing={ringing} entry={entry} reach={reach} />
        ) : (
          <Lamp presence={presence} />
        )}
      </span>
      <span role="gridcell" className={classes.numbers}>
        {entry.kind === 'page' ? (
          <span className={classes.groupNumber}>{entry.number}</span>
        ) : (
          <Numbers entry={entry} reach={reach} />
        )}
      </span>
      <span role="gridcell">
        <Intercom entry={entry} reach={reach} />
      </span>
    </div>
  );
});

/** A colleague's phone rings: who is calling there, and the button that takes the call. */
function RingingHere({ ringing, entry, reach }: { ringing: RingingRow; entry: Listing; reach: Reach }) {
  const { t } = useTranslation();
  const site = useOnly('site');
  const number = phoneNumber(ringing.number, site?.clinic.country ?? 'US');
  const who = ringing.withheld ? t('call.withheld') : (ringing.directoryName ?? (ringing.name || number));
  return (
    <>
      <span className={classes.ringing}>
        <span className={classes.caller} title={who}>
          <IconPhoneIncoming size={14} aria-hidden />
          <span className="visually-hidden">{t('directory.calledBy')} </span>
          <Name>{who}</Name>
        </span>
        <Lamp presence="ringing" />
      </span>
      {site?.pickupPrefix === undefined ? null : (
        <Action
          size="small"
          tone="primary"
          label={t('directory.pickUpFrom', { who, from: entry.name })}
          onClick={() => reach.pickUp(entry.number)}
        >
          {t('directory.pickUpShort')}
        </Action>
      )}
    </>
  );
}

/** Speaks into that desk: where the phone there allows it, it answers by itself. */
function Intercom({ entry, reach }: { entry: Listing; reach: Reach }) {
  const { t } = useTranslation();
  const prefix = useOnly('site')?.intercomPrefix;
  if (entry.kind === 'page' || spokenTo(entry, prefix) === undefined) return null;
  return (
    <UnstyledButton
      className={classes.starButton}
      aria-label={t('directory.intercomWho', { who: entry.name })}
      aria-keyshortcuts="Alt+I"
      title={t('directory.intercomWho', { who: entry.name })}
      onClick={() => reach.speak(entry)}
    >
      <IconSpeakerphone size={16} aria-hidden />
    </UnstyledButton>
  );
}

function Numbers({ entry, reach }: { entry: Listing; reach: Reach }) {
  const { t } = useTranslation();
  const country = useOnly('site')?.clinic.country ?? 'US';
  return [entry.number, ...entry.numbers].slice(0, 2).map((number) => (
    <UnstyledButton
      key={number}
      className={classes.number}
      aria-label={t(reach.consulting ? 'directory.askWho' : 'directory.callWho', {
        who: entry.name,
        number: phoneNumber(number, country),
      })}
      onClick={() => reach.call(number)}
    >
      {phoneNumber(number, country)}
    </UnstyledButton>
  ));
}
