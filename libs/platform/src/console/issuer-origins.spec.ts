import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IssuerEndpoints } from './issuer-origins';

describe('whom the pages may talk to in order to sign in', () => {
  let server: Server;
  let url: string;
  let document: Record<string, unknown> | undefined;
  let asked: number;

  beforeEach(async () => {
    document = {};
    asked = 0;
    server = createServer((_, response) => {
      asked += 1;
      if (document === undefined) response.writeHead(500).end();
      else response.end(JSON.stringify({ issuer: url, ...document }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('is the issuer, and the hosts of its endpoints, each once', async () => {
    document = {
      authorization_endpoint: 'https://pages.example/authorize',
      token_endpoint: 'https://tokens.example:8443/oauth/token',
      userinfo_endpoint: 'https://tokens.example:8443/userinfo',
      jwks_uri: `${url}/keys`,
      end_session_endpoint: 'https://pages.example/leave',
    };
    const endpoints = new IssuerEndpoints(url);
    const origins = {
      connect: [url, 'https://tokens.example:8443'],
      frame: [url, 'https://pages.example'],
    };
    expect(await Promise.all([endpoints.origins(), endpoints.origins()])).toEqual([origins, origins]);
    expect(await endpoints.origins()).toEqual(origins);
    expect(asked).toBe(1);
  });

  it('is nobody who is no address on the web', async () => {
    document = {
      token_endpoint: "https://x.example; script-src 'unsafe-inline'",
      userinfo_endpoint: 'javascript:alert(1)',
      jwks_uri: 7,
      authorization_endpoint: 'data:text/html,hello',
    };
    expect(await new IssuerEndpoints(url).origins()).toEqual({ connect: [url], frame: [url] });
  });

  it.each([
    ['answers nothing good', undefined],
    ['is another one', { issuer: 'https://else.example', token_endpoint: 'https://else.example/token' }],
  ])('is the issuer alone where it %s', async (_, found) => {
    document = found;
    expect(await new IssuerEndpoints(url).origins()).toEqual({ connect: [url], frame: [url] });
  });

  it('are those that it named last, while it is out of reach later', async () => {
    document = { token_endpoint: 'https://tokens.example/token' };
    const endpoints = new IssuerEndpoints(url);
    const origins = { connect: [url, 'https://tokens.example'], frame: [url] };
    expect(await endpoints.origins()).toEqual(origins);
    document = undefined;
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3 * 3_600_000);
    expect(await endpoints.origins()).toEqual(origins);
    later.mockRestore();
    expect(asked).toBe(2);
  });
});
