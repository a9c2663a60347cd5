// The EHR's sign-in: what Frontdesk asks for in words, whether it was given, and the way in and out.
import { CopyButton, Modal, Textarea } from '@mantine/core';
import { IconCheck, IconEye, IconPencil, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EhrAccess as Access } from '../../../../shared/contract/ehr-access.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { Action } from '../../ui/action.tsx';
import { EhrWayIn } from '../../ui/ehr-way-in.tsx';
import { moment } from '../../ui/format.ts';
import classes from './ehr-access.module.css';

export function EhrAccess() {
  const { t } = useTranslation();
  const { layout } = useDesk();
  const opened = useLayout((state) => state.ehrAccessOpen === true);
  const access = useOnly('ehrAccess');
  return (
    <Modal
      opened={opened && access !== undefined && access.kind !== 'none'}
      onClose={() => layout.setState({ ehrAccessOpen: false })}
      title={t('ehrAccess.title')}
      closeButtonProps={{ 'aria-label': t('ehrAccess.close') }}
      size={520}
      transitionProps={{ duration: 0 }}
    >
      {access ? <Sheet access={access} /> : null}
    </Modal>
  );
}

function Sheet({ access }: { access: Access }) {
  const { t } = useTranslation();
  const isIn = access.state === 'signedIn';
  return (
    <div className={classes.sheet}>
      {access.kind === 'service' ? <Key access={access} /> : isIn ? <Standing access={access} /> : null}
      {access.kind === 'user' && !isIn ? <p>{t('ehrAccess.lead')}</p> : null}
      <Rights asked={access.asked} />
      <p className={classes.hint}>{t('ehrAccess.never')}</p>
      {access.kind === 'user' ? isIn ? <SignOut /> : <EhrWayIn purpose="connect" tone="primary" /> : null}
    </div>
  );
}

function Standing({ access }: { access: Access }) {
  const { t, i18n } = useTranslation();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const lacks = access.asked.some(({ missing }) => missing !== 'nothing');
  const since = access.since === undefined ? undefined : new Date(access.since).toISOString();
  return (
    <div>
      <p className={classes.state}>
        {since === undefined
          ? t('ehrAccess.signedIn')
          : t('ehrAccess.signedInSince', { time: moment(since, i18n.language, zone) })}
      </p>
      {lacks ? <p className={classes.lacks}>{t('ehrAccess.lacks')}</p> : null}
    </div>
  );
}

function Rights({ asked }: { asked: Access['asked'] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.rights} aria-label={t('ehrAccess.rights')}>
      {asked.map(({ area, access, missing }) => (
        <li key={area} data-missing={missing !== 'nothing'}>
          <span className={classes.icon} aria-hidden>
            {missing === 'all' ? (
              <IconX size={15} />
            ) : access === 'see' ? (
              <IconEye size={15} />
            ) : (
              <IconPencil size={15} />
            )}
          </span>
          <span className={classes.area}>{t(`ehrAccess.area.${area}`)}</span>
          <span className={classes.access}>
            {missing === 'nothing' ? t(`ehrAccess.access.${access}`) : t(`ehrAccess.missing.${missing}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const { run } = useDesk();
  return <Action onClick={() => void run('ehrAccess.signOut', {})}>{t('ehrAccess.signOut')}</Action>;
}

/** The practice's own way in: the public half of the key goes to the EHR's vendor, the other never leaves this PC. */
function Key({ access }: { access: Access }) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const isAdministrator = useOnly('session')?.user?.role === 'administrator';
  const [keys, setKeys] = useState<string>();
  const make = async () => {
    const answer = await ask('ehrAccess.newKey', {});
    if (answer.ok) setKeys(answer.value.publicKeys);
  };
  return (
    <div className={classes.key}>
      <p>{t(access.hasKey ? 'ehrAccess.service' : 'ehrAccess.serviceNoKey')}</p>
      {isAdministrator ? <Action onClick={() => void make()}>{t('ehrAccess.newKey')}</Action> : null}
      {keys === undefined ? null : (
        <>
          <Textarea label={t('ehrAccess.publicKeys')} value={keys} readOnly rows={8} className={classes.keys} />
          <CopyButton value={keys}>
            {({ copied, copy }) => (
              <Action onClick={copy} icon={copied ? <IconCheck size={15} aria-hidden /> : undefined}>
                {t(copied ? 'ehrAccess.copied' : 'ehrAccess.copy')}
              </Action>
            )}
          </CopyButton>
        </>
      )}
    </div>
  );
}
