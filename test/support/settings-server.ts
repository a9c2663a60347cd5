// A web server that keeps one site file: ETag, If-None-Match, PUT with If-Match.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class SettingsServer {
  text: string;
  /** Without it the server is for reading only. */
  takesChanges = true;
  readonly #server: Server;

  private constructor(text: string) {
    this.text = text;
    this.#server = createServer((request, response) => {
      const etag = `"${createHash('sha256').update(this.text).digest('hex').slice(0, 16)}"`;
      const allow = this.takesChanges ? 'GET, PUT, OPTIONS' : 'GET, OPTIONS';
      if (request.method === 'OPTIONS') return void response.writeHead(204, { allow }).end();
      if (request.method === 'PUT' && !this.takesChanges) return void response.writeHead(405, { allow }).end();
      if (request.method === 'PUT' && request.headers['if-match'] !== etag) return void response.writeHead(412).end();
      if (request.method === 'PUT') {
        let body = '';
        request.on('data', (part) => (body += String(part)));
        return void request.on('end', () => {
          this.text = body;
          response.writeHead(204).end();
        });
      }
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      return void response.writeHead(200, { etag, 'content-type': 'application/yaml' }).end(this.text);
    });
  }

  static async start(text: string): Promise<SettingsServer> {
    const server = new SettingsServer(text);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/clinic.yaml`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
