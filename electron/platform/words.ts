// The few texts that main shows itself. Everything else is said by the window.
import i18next from 'i18next';

const en = {
  ringing: {
    title: 'A call is ringing',
    onQueue: 'On {{queue}}',
    direct: 'On your own line',
  },
  quit: {
    message_one: 'A call is still open.',
    message_other: '{{count}} calls are still open.',
    detail: 'Quitting ends it for both sides. Keep Frontdesk open to go on talking.',
    stay: 'Keep talking',
    end: 'End the call and quit',
  },
  unsaved: {
    message: 'Something you typed is not saved yet.',
    detail: 'Saving failed. If you leave now, it is lost.',
    stay: 'Stay',
    leave: 'Leave anyway',
  },
  save: {
    title: 'Save the exported notes',
    failed: 'The file could not be written there. Choose another place and export again.',
  },
  site: { title: 'The site file cannot be used' },
  start: {
    title: 'Frontdesk cannot start',
    failed:
      'Restart this computer and try again. If it happens again, send the newest file in this folder to your support: {{folder}}',
    clinicEnded: 'The demo clinic has ended, and Frontdesk ends with it. Start it again.',
  },
};

const es: typeof en = {
  ringing: {
    title: 'Suena una llamada',
    onQueue: 'En {{queue}}',
    direct: 'En su propia línea',
  },
  quit: {
    message_one: 'Todavía hay una llamada abierta.',
    message_other: 'Todavía hay {{count}} llamadas abiertas.',
    detail: 'Al salir se corta para ambas partes. Deje Frontdesk abierto para seguir hablando.',
    stay: 'Seguir hablando',
    end: 'Colgar y salir',
  },
  unsaved: {
    message: 'Algo que escribió aún no está guardado.',
    detail: 'No se pudo guardar. Si sale ahora, se pierde.',
    stay: 'Quedarse',
    leave: 'Salir de todos modos',
  },
  save: {
    title: 'Guardar las notas exportadas',
    failed: 'El archivo no se pudo escribir ahí. Elija otro lugar y exporte de nuevo.',
  },
  site: { title: 'El archivo del consultorio no se puede usar' },
  start: {
    title: 'Frontdesk no puede iniciarse',
    failed:
      'Reinicie esta computadora e inténtelo de nuevo. Si vuelve a ocurrir, envíe a soporte el archivo más reciente de esta carpeta: {{folder}}',
    clinicEnded: 'El consultorio de demostración terminó, y Frontdesk con él. Inícielo de nuevo.',
  },
};

type Group = typeof en;
type Key = { [G in keyof Group]: `${G & string}.${keyof Group[G] & string}` }[keyof Group] | 'quit.message';
export type Words = (key: Key, values?: Record<string, string | number>) => string;

/** @param language asked at every text, so that a change of the setting counts at once: `en`, `es-MX`, … */
export function openWords(language: () => string): Words {
  const instance = i18next.createInstance();
  void instance.init({
    lng: 'en',
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, es: { translation: es } },
    interpolation: { escapeValue: false },
  });
  return (key, values = {}) => instance.t(key, { ...values, lng: language().slice(0, 2).toLowerCase() });
}
