// Entry of the preload script, the same for both pages; bundled to one CommonJS file that requires electron alone, as a
// sandboxed preload script must be.
import { exposeBridge } from './platform/page-bridge.ts';

exposeBridge(process.argv, window.location.href);
