// Why a phone server cannot be reached. A page is only told "closed" (1006): whether it is the certificate has to be
// asked from here.
import tls from 'node:tls';

const LIMIT_MS = 5_000;
/** OpenSSL's verification errors (X509_V_ERR_*), as Node names them. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|DEPTH_ZERO/;

/** Connects once to a wss:// address and hangs up. ws:// has no certificate that could be wrong. */
export function probeServer(url: string): Promise<'ok' | 'certificate' | 'unreachable'> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'wss:') return Promise.resolve('unreachable');
  return new Promise((resolve) => {
    const ca = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    const socket = tls.connect({
      host: hostname,
      port: Number(port) || 443,
      servername: hostname,
      timeout: LIMIT_MS,
      ca,
    });
    const end = (verdict: 'ok' | 'certificate' | 'unreachable') => {
      socket.destroy();
      resolve(verdict);
    };
    socket.once('secureConnect', () => end('ok'));
    socket.once('timeout', () => end('unreachable'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(CERTIFICATE.test(error.code ?? '') ? 'certificate' : 'unreachable'),
    );
  });
}
