// Who is signed in, the look and language of the window, lock and sign out.
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconCheck,
  IconHeadset,
  IconId,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconMinimize,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '../../../../shared/contract/session.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { languageName } from '../../ui/format.ts';
import { canOpenBar, openBar } from '../../ui/open-bar.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import classes from './topbar.module.css';

const THEMES = ['system', 'light', 'dark'] as const;
const TONGUES = ['system', 'en', 'es'] as const;

export function UserMenu() {
  const { t } = useTranslation();
  const { run, autosave, layout } = useDesk();
  const user = useOnly('session')?.user;
  const preferences = useOnly('preferences') ?? { language: 'system', theme: 'system' };
  const hasEhrAccess = (useOnly('ehrAccess')?.kind ?? 'none') !== 'none';
  const [unsaved, setUnsaved] = useState(false);
  const save = (part: Partial<Preferences>) => void run('preferences.save', { ...preferences, ...part });
  const lock = async () => {
    await autosave.flushAll();
    await run('session.lock', {});
  };
  const signOut = async () => {
    // Text that is not on disk would be lost with the session: say so instead.
    if (await autosave.flushAll()) await run('session.signOut', {});
    else setUnsaved(true);
  };
  if (!user) return null;
  const initials = user.name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2);
  return (
    <Menu position="bottom-end" shadow="md" width={230} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <UnstyledButton className={classes.user} title={user.name}>
          <span aria-hidden>{initials}</span>
          <span className="visually-hidden">{t('user.menu', { name: user.name })}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name} · {t(`role.${user.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconHeadset size={15} aria-hidden />}
          onClick={() => layout.setState({ soundOpen: true })}
        >
          {t('sound.title')}
        </Menu.Item>
        {hasEhrAccess ? (
          <Menu.Item
            leftSection={<IconId size={15} aria-hidden />}
            onClick={() => layout.setState({ ehrAccessOpen: true })}
          >
            {t('ehrAccess.title')}
          </Menu.Item>
        ) : null}
        {user.role === 'supervisor' || user.role === 'administrator' ? (
          <Menu.Item
            leftSection={<IconUsers size={15} aria-hidden />}
            rightSection={<KeyCap keys="Alt P" />}
            onClick={() => layout.setState({ peopleOpen: true })}
          >
            {t('team.title')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconLock size={15} aria-hidden />} onClick={() => void lock()}>
          {t('user.lock')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={15} aria-hidden />}
          closeMenuOnClick={false}
          onClick={() => void signOut()}
        >
          {t('user.signOut')}
        </Menu.Item>
        {unsaved ? (
          <p className={classes.unsaved} role="alert">
            {t('user.unsaved')}
          </p>
        ) : null}
        <Menu.Item
          leftSection={<IconKeyboard size={15} aria-hidden />}
          onClick={() => layout.setState({ deskSettingsOpen: true })}
        >
          {t('deskSettings.title')}
        </Menu.Item>
        {canOpenBar() ? (
          <Menu.Item leftSection={<IconMinimize size={15} aria-hidden />} onClick={() => void openBar()}>
            {t('user.bar')}
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Label>{t('user.look')}</Menu.Label>
        {THEMES.map((theme) => (
          <Menu.Item
            key={theme}
            onClick={() => save({ theme })}
            rightSection={preferences.theme === theme ? <IconCheck size={15} aria-label={t('user.chosen')} /> : null}
          >
            {t(`user.theme.${theme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('user.language')}</Menu.Label>
        {TONGUES.map((language) => (
          <Menu.Item
            key={language}
            onClick={() => save({ language })}
            rightSection={
              preferences.language === language ? <IconCheck size={15} aria-label={t('user.chosen')} /> : null
            }
          >
            {language === 'system' ? t('user.theme.system') : languageName(language)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
